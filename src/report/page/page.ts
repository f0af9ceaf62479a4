// The whole report as one page that needs nothing else: the answer first, then each arm, then what stands
// behind it, and every trial at the end. It reads without its script; the script opens trials, filters and
// copies.
import type { ReportModel } from '../report-model.js';
import type { Timeline } from '../timeline/lanes.js';
import { armsPart } from './arms-part.js';
import { told } from '../told.js';
import { checksPart } from './checks-part.js';
import { comparisonsPart } from './comparisons-part.js';
import { dosePart } from './dose-part.js';
import { featuredPart } from './featured-part.js';
import { glossaryPart } from './glossary-part.js';
import { html, jsonInScript, nothing, trusted, type Markup } from './markup.js';
import { answerPart, nextPart, notesPart, provenancePart, silentPart } from './prose-parts.js';
import { attributionPart } from './attribution-part.js';
import { trialsPart } from './trials-part.js';

/** The script of the page, and its SHA-256 in base64, by which the page allows it and no other. */
export interface PageScript {
  readonly text: string;
  readonly sha256: string;
}

/** What a page has besides the model. */
export interface PageParts {
  readonly script: PageScript;
  /** Its stylesheet. */
  readonly style: string;
  /** Of the trials that are drawn, in launch order; those of the others would make the page too large. */
  readonly timelines: readonly Timeline[];
  /** Of a page that is told news by whoever serves it; one that stands alone has none. */
  readonly live?: LivePage;
}

export interface LivePage {
  /** How far the campaign is. */
  readonly words: string;
  /** How many timelines were made for it by then, so that it is told of later ones. */
  readonly have: number;
}

export function pageOf(model: ReportModel, { script, style, timelines, live }: PageParts): string {
  const policy =
    `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${script.sha256}'` +
    (live === undefined ? '' : `; connect-src 'self'`);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${model.title} · driftlab</title>
<style>${trusted(style)}</style>
</head>
<body>
${hatches}
${live === undefined ? nothing : html`<p class="live" role="status" data-have="${live.have}">${live.words}</p>`}
<main>
${mainOf(model, timelines)}
</main>
<dialog id="trial" aria-labelledby="trial-title"></dialog>
${timelines.map(dataOf)}
<script>${trusted(script.text)}</script>
</body>
</html>
`;
  return page.markup;
}

/** Everything that a reader reads: what a page that is told news puts in the place of what it had. */
export function mainOf(model: ReportModel, timelines: readonly Timeline[]): Markup {
  const drawn = new Set(timelines.map(({ trial }) => trial));
  const words = told(model);
  return html`${answerPart(model, words)}
${model.marginals.length > 0 ? attributionPart(model) : nothing}
${armsPart(model, drawn)}
<div id="now"></div>
${notesPart(words, 'why')}
${checksPart(model)}
${featuredPart(model, timelines)}
${comparisonsPart(model)}
${dosePart(model)}
${notesPart(words, 'trust')}
${silentPart(model)}
${trialsPart(model, drawn)}
${nextPart(words)}
${glossaryPart()}
${provenancePart(model)}`;
}

/** What is ill or unseen is hatched; drawings refer to these by name. */
const hatches = html`<svg width="0" height="0" aria-hidden="true" class="away"><defs>
<pattern id="hatch-bad" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <path class="hatch bad" d="M0 0V6"/></pattern>
<pattern id="hatch-blind" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <path class="hatch" d="M0 0V7"/></pattern>
</defs></svg>`;

/** Read when its trial is opened, and not before. */
function dataOf(timeline: Timeline): Markup {
  return html`<script type="application/json"
    id="timeline-${timeline.trial}">${jsonInScript(timeline)}</script>
`;
}
