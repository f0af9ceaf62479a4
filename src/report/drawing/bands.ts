// Times that are shaded through all lanes: a load that is on, and hatched where a source could not see.
import { html, type Markup } from '../page/markup.js';
import type { Timeline } from '../timeline/lanes.js';
import { rounded, type Frame } from './axis.js';
import { textWidth } from './text-width.js';

export function bandsOf({ bands }: Timeline, { x, right, top, bottom }: Frame): Markup {
  const drawn = bands.map(({ kind, fromMs, toMs, label, text }, index) => {
    const [from, width] = [rounded(x(fromMs)), rounded(Math.max(2, x(toMs) - x(fromMs)))];
    const at = Math.max(4, Math.min(from + 5, right - textWidth(label, 'strong')));
    return html`<g class="band ${kind}">
<g class="shown" tabindex="0" role="button" aria-label="${text}" data-ref="b.${index}">
<rect x="${from}" y="${top - 14}" width="${width}" height="${bottom - top + 14}"/></g>
<text x="${at}" y="${top - 3}">${label}</text></g>`;
  });
  return html`${drawn}`;
}
