// Puts the main part of the page in anew, and leaves the reader where he was: what he had chosen in filters,
// and what he had in focus.
import { beginMain } from './begin.js';

export function replaceMain(markup: string): void {
  const main = document.querySelector('main');
  if (main === null) return;
  const chosen = [...main.querySelectorAll<HTMLSelectElement>('[data-filter]')].map(
    ({ dataset, value }) => [dataset['filter'] ?? '', value] as const,
  );
  const focused = nameOf(document.activeElement);
  main.innerHTML = markup;
  for (const [name, value] of chosen) {
    const select = main.querySelector<HTMLSelectElement>(`[data-filter="${CSS.escape(name)}"]`);
    if (select !== null) select.value = value;
  }
  beginMain();
  if (focused !== null) main.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
}

/** How to find it again among what comes in its place; null where it is not known. */
function nameOf(element: Element | null): string | null {
  if (!(element instanceof HTMLElement) || element.closest('main') === null) return null;
  const { open, filter, copy } = element.dataset;
  if (open !== undefined) {
    const inStrip = element.closest('.strip') === null ? '' : '.strip ';
    return `${inStrip}[data-open="${CSS.escape(open)}"]`;
  }
  if (filter !== undefined) return `[data-filter="${CSS.escape(filter)}"]`;
  return copy === undefined ? null : `[data-copy="${CSS.escape(copy)}"]`;
}
