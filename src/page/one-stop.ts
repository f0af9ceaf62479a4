// Many things as one stop of the tab key, inside of which the arrow keys move, so that nobody has to tab
// through two thousand cells, or through every mark of a drawing to what comes after it.

type Item = HTMLElement | SVGElement;

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -Infinity,
  End: Infinity,
};

/** The item at that place is the stop; of items that were drawn anew it has to be said again. */
export function makeOneStop(items: readonly Item[], at = 0): void {
  items.forEach((item, index) => {
    item.tabIndex = index === at ? 0 : -1;
  });
}

/** `items` are asked for at each key, for they may have been drawn anew. */
export function offerArrows(inside: Element, items: () => readonly Item[]): void {
  inside.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent) move(items(), event);
  });
}

function move(items: readonly Item[], event: KeyboardEvent): void {
  const step = steps[event.key];
  const from = items.findIndex((item) => item === document.activeElement);
  if (step === undefined || from < 0) return;
  event.preventDefault();
  const to = Math.min(items.length - 1, Math.max(0, from + step));
  makeOneStop(items, to);
  items[to]?.focus();
}
