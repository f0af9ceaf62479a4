// Labels of a drawing that a reader cannot read, because another lies over them or they are cut off.
import type { Page } from 'playwright-core';

/** Pixels by which two may touch: the halo of letters. */
const touching = 2;

/** Runs in the page. */
const overlaps = `(() => {
  const found = [];
  for (const drawing of document.querySelectorAll('svg.timeline')) {
    if (drawing.getClientRects().length === 0) continue;
    const frame = drawing.getBoundingClientRect();
    const labels = [...drawing.querySelectorAll('text')].filter((one) => one.textContent.trim() !== '')
      .map((one) => ({ text: one.textContent, box: one.getBBox(), seen: one.getBoundingClientRect() }));
    labels.forEach(({ text, seen }, index) => {
      if (seen.left < frame.left - ${String(touching)} || seen.right > frame.right + ${String(touching)})
        found.push('cut off: ' + text);
      for (const other of labels.slice(index + 1)) {
        const across = Math.min(seen.right, other.seen.right) - Math.max(seen.left, other.seen.left);
        const down = Math.min(seen.bottom, other.seen.bottom) - Math.max(seen.top, other.seen.top);
        if (across > ${String(touching)} && down > ${String(touching)} + 1)
          found.push('one over the other: ' + text + ' | ' + other.text);
      }
    });
  }
  return found;
})()`;

/** Of all drawings that are shown now, a sentence each. */
export function unreadableLabels(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(overlaps);
}
