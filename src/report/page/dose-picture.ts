// The picture of outcomes against load: dots of trials, boxes of rates, and the band in which half of the
// upgrades fail.
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { formatAmount, type LoadUnit } from '../../base/units.js';
import type { FoundThreshold } from '../../statistics/answer.js';
import { rateInWords } from '../words.js';
import { markClass } from './arms-part.js';
import type { DosedTrial, DoseGroup } from './dose-groups.js';
import { html, nothing, type Markup } from './markup.js';

const size = { width: 440, left: 84, right: 12, rug: 22, top: 4 } as const;
/** Of the rates; without any, the dots are all there is. */
const [plotHeight, flatHeight] = [112, 14];
/** Left and right edge of what is drawn in. */
export const plotEdges: readonly [number, number] = [size.left, size.width - size.right];

interface Axes {
  readonly x: ScaleLinear<number, number>;
  readonly unit: LoadUnit;
  readonly groups: readonly DoseGroup[];
  /** Drawn as a band; null where there is none. */
  readonly threshold: FoundThreshold | null;
}

export function dosePicture(trials: readonly DosedTrial[], { x, unit, groups, threshold }: Axes): Markup {
  const top = size.top + size.rug;
  const floor = top + (groups.length === 0 ? flatHeight : plotHeight);
  const bottom = floor + size.rug;
  const y = scaleLinear([0, 1], [floor, top]);
  const shares = groups.length === 0 ? [] : [0, 0.5, 1];
  const grid = shares.map(
    (share) =>
      html`<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(share)}" y2="${y(share)}"/><text
        x="${size.left - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
  );
  const ticks = ticksOf(x, unit).map(
    (amount) =>
      html`<text x="${r(x(amount))}" y="${bottom + 16}"
        text-anchor="middle">${formatAmount(amount, unit)}</text>`,
  );
  const band =
    threshold === null
      ? nothing
      : html`<rect class="threshold" x="${r(x(threshold.low))}" y="${size.top}"
        width="${r(x(threshold.high) - x(threshold.low))}" height="${bottom - size.top}"/><line
        class="threshold-mean" x1="${r(x(threshold.mean))}" x2="${r(x(threshold.mean))}" y1="${size.top}" y2="${bottom}"/>`;
  const dots = apart(trials, x).map(({ at, trial: { amount, failed, row } }) => {
    const text = `trial ${row.trial}: ${row.heading}, ${formatAmount(amount, unit)}`;
    return html`<circle class="m-${markClass(row.mark)}" cx="${r(at)}" cy="${failed ? top - 12 : floor + 12}" r="4">
<title>${text}</title></circle>`;
  });
  const failures = trials.filter(({ failed }) => failed).length;
  const [least, most] = [trials[0]?.amount ?? 0, trials.at(-1)?.amount ?? 0].map((amount) =>
    formatAmount(amount, unit),
  );
  const label =
    `${String(failures)} of ${String(trials.length)} valid trials did not hold, over ${least ?? ''} to ` +
    (most ?? '');
  return html`<svg viewBox="0 0 ${size.width} ${bottom + 24}" role="img" aria-label="${label}"><g
    class="grid">${grid}</g>${band}<g
    class="axis">${ticks}</g>${groups.map((group) => bar(group, x, y))}${dots}<text class="side"
    x="${size.left - 6}" y="${top - 8}" text-anchor="end">did not hold</text><text class="side"
    x="${size.left - 6}" y="${floor + 16}" text-anchor="end">held</text></svg>`;
}

function bar(
  { from, to, rate }: DoseGroup,
  x: ScaleLinear<number, number>,
  y: ScaleLinear<number, number>,
): Markup {
  const middle = (x(from) + x(to)) / 2;
  const half = Math.max(7, (x(to) - x(from)) / 2 - 1);
  return html`<g class="group"><rect x="${r(middle - half)}" width="${r(2 * half)}" y="${r(y(rate.high))}"
    height="${r(y(rate.low) - y(rate.high))}"/>
    <line x1="${r(middle - half)}" x2="${r(middle + half)}" y1="${r(y(rate.rate))}" y2="${r(y(rate.rate))}"/><title>${rate.k} of ${rate.n}: ${rateInWords(rate)}</title></g>`;
}

/** Trials of one load and outcome stand beside each other, as far as their place goes. */
function apart(
  trials: readonly DosedTrial[],
  x: ScaleLinear<number, number>,
): readonly { readonly at: number; readonly trial: DosedTrial }[] {
  const near = (a: DosedTrial, b: DosedTrial): boolean =>
    a.failed === b.failed && Math.abs(x(a.amount) - x(b.amount)) < 4;
  return trials.map((trial, index) => {
    const heap = trials.filter((other) => near(other, trial));
    const place = trials.slice(0, index).filter((other) => near(other, trial)).length;
    const step = Math.min(7, 34 / heap.length);
    return { at: x(trial.amount) + (place - (heap.length - 1) / 2) * step, trial };
  });
}

/** Round numbers as a person writes them: bytes in MiB. */
function ticksOf(x: ScaleLinear<number, number>, unit: LoadUnit): readonly number[] {
  const one = unit === 'bytes' || unit === 'bytes-per-second' ? 1024 ** 2 : 1;
  return scaleLinear(
    x.domain().map((amount) => amount / one),
    x.range(),
  )
    .ticks(4)
    .map((amount) => amount * one);
}

function r(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
