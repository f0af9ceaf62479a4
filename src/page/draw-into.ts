// Draws a timeline into an element, as wide as that is, together with others on one axis.
import { drawTimeline, reachOf } from '../report/drawing/draw-timeline.js';
import { makeOneStop, offerArrows } from './one-stop.js';
import { timelineFor } from './timelines.js';

/** Narrower than this nothing could be read; the element scrolls then. */
const least = 330;

export function drawInto(element: HTMLElement): void {
  const { draw = '', with: beside = '' } = element.dataset;
  const timeline = timelineFor(draw);
  const together = beside.split(' ').flatMap((trial) => timelineFor(trial) ?? []);
  if (timeline === null) return;
  const width = Math.max(least, Math.floor(element.clientWidth));
  const inside = element.contains(document.activeElement) ? document.activeElement : null;
  const focused = inside instanceof SVGElement ? inside.dataset['ref'] : undefined;
  element.innerHTML = drawTimeline(timeline, { width, reach: reachOf(together) }).markup;
  const marks = marksIn(element);
  const at = marks.findIndex(({ dataset }) => dataset['ref'] === focused);
  makeOneStop(marks, Math.max(0, at));
  if (focused !== undefined) marks[at]?.focus({ preventScroll: true });
}

function marksIn(element: HTMLElement): readonly SVGElement[] {
  return [...element.querySelectorAll<SVGElement>('.shown')];
}

/** Now, and again when its width has changed. */
export function keepDrawn(element: HTMLElement): void {
  let width = 0;
  offerArrows(element, () => marksIn(element));
  new ResizeObserver(() => {
    if (element.clientWidth === width || element.clientWidth === 0) return;
    width = element.clientWidth;
    drawInto(element);
  }).observe(element);
}
