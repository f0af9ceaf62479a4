// A rate on a line from 0 to 100 per cent: the point, and the interval that can be claimed around it.
import type { Rate } from '../../statistics/summary.js';
import { html, type Markup } from './markup.js';

const width = 1000;

export function ratePicture({ k, n, rate, low, high }: Rate): Markup {
  const [from, to] = [k === 0 ? 0 : low * width, k === n ? width : high * width];
  return html`<svg class="rate-picture" viewBox="0 0 ${width} 30" preserveAspectRatio="none"
    aria-hidden="true"><rect class="track" x="0" y="13" width="${width}" height="4"/><rect class="span"
    x="${Math.round(from)}" y="8" width="${Math.max(2, Math.round(to - from))}" height="14"/><rect
    class="point" x="${Math.round(Math.min(width - 8, Math.max(0, rate * width - 4)))}" y="1" width="8"
    height="28"/></svg>`;
}

export const rateScale: Markup = html`<p class="rate-scale" aria-hidden="true"><span>0 %</span>
  <span>50</span><span>100 %</span></p>`;
