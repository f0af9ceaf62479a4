// The script of the report's page. Everything is on the page already; this opens trials, draws timelines at
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

document.documentElement.classList.add('js');
drawFeatured();
offerStrips();
offerFilters();
offerCopies();
offerTrials();
showEvidence(document.body);
