// What a page does as soon as it is there: everything is on it already; this opens trials, draws timelines at
// the width that there is, shows evidence beside a mark, filters the table and copies commands.
import './page.css';
import './parts.css';
import './drawing.css';
import { offerCopies } from './copies.js';
import { showEvidence } from './evidence.js';
import { drawFeatured } from './featured.js';
import { offerFilters } from './filters.js';
import { offerStrips } from './strips.js';
import { offerTrials } from './trial-dialog.js';

export function begin(): void {
  document.documentElement.classList.add('js');
  beginMain();
  offerCopies();
  offerTrials();
  showEvidence(document.body);
}

/** What is inside of the page's main part, which may be put in anew. */
export function beginMain(): void {
  drawFeatured();
  offerStrips();
  offerFilters();
}
