// The signs of marks, drawn around their own middle: each has a shape of its own, so that no colour is
// needed to tell one from another.
import { html, type Markup } from '../page/markup.js';
import type { PointMark } from '../timeline/lanes.js';

const shapes: Readonly<Record<PointMark['sign'], Markup>> = {
  death: html`<circle r="7"/><path d="M-3 -3L3 3M-3 3L3 -3"/>`,
  fail: html`<circle r="7"/><path d="M-3 -3L3 3M-3 3L3 -3"/>`,
  pass: html`<circle r="7"/><path d="M-3.2 0.2L-0.8 2.8L3.4 -2.6"/>`,
  stop: html`<rect x="-5" y="-5" width="10" height="10" rx="1.5"/>`,
  fault: html`<path class="filled" d="M0 -8L8 6H-8Z"/><path d="M0 -3V1.5M0 3.4V4"/>`,
};

/** With ground enough around it to be pointed at. */
export function drawSign(sign: PointMark['sign']): Markup {
  return html`<circle class="ground" r="12"/>${shapes[sign]}`;
}
