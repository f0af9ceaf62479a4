// Filters of the table of trials.
import { counted } from '../base/counted.js';

export function offerFilters(): void {
  const selects = [...document.querySelectorAll<HTMLSelectElement>('[data-filter]')];
  const rows = [...document.querySelectorAll<HTMLElement>('.trials tbody tr')];
  const count = document.querySelector('[data-count]');
  const apply = (): void => {
    const wanted = selects.map(({ dataset, value }) => [dataset['filter'] ?? '', value] as const);
    for (const row of rows)
      row.hidden = wanted.some(([name, value]) => value !== '' && row.dataset[name] !== value);
    const shown = rows.filter((row) => !row.hidden).length;
    if (count !== null) count.textContent = `${String(shown)} of ${counted(rows.length, 'trial')}`;
  };
  for (const select of selects) select.addEventListener('change', apply);
  selects[0]?.form?.addEventListener('submit', (event) => event.preventDefault());
  // A browser may keep what was chosen before the page was loaded again.
  apply();
}
