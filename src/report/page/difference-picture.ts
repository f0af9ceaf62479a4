// Differences of rates on one line from -100 to 100 points, each with its interval and nought in the middle.
import { html, nothing, unbroken, type Markup } from './markup.js';

export interface DifferenceRow {
  readonly name: string;
  /** Between -1 and 1. */
  readonly difference: number;
  /** Null where there is no interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** What stands beside it. */
  readonly note: string;
}

const [width, height] = [400, 22];

export function differenceTable(rows: readonly DifferenceRow[], caption: string): Markup {
  const body = rows.map(
    (row) =>
      html`<tr><th scope="row">${row.name}</th><td class="picture">${picture(row)}</td><td>${unbroken(row.note)}</td>
        </tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table class="differences"><caption>${caption}</caption><thead><tr><th
    scope="col">What</th><th scope="col" class="scale"><span>\u2212100</span><span>0</span>
    <span>+100</span></th><th scope="col">In numbers</th></tr></thead><tbody>${body}</tbody></table>
    </div>`;
}

function picture({ difference, low, high }: DifferenceRow): Markup {
  const at = (value: number): number => Math.round(((Math.max(-1, Math.min(1, value)) + 1) / 2) * width);
  const interval =
    low === null || high === null
      ? nothing
      : html`<rect class="span" x="${at(low)}" y="8" width="${Math.max(2, at(high) - at(low))}" height="6"/>`;
  return html`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true"><rect
    class="nought" x="${width / 2 - 0.5}" y="0" width="1" height="${height}"/>${interval}<rect
    class="point" x="${at(difference) - 2}" y="3" width="4" height="16"/></svg>`;
}
