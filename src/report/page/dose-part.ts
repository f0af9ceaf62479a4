// Drift against load: every valid trial as a dot, above where it did not hold and below where it did, by
// the load that it really got; the rate of each group with its interval; and of a search the load at which
// half of the upgrades fail.
import { scaleLinear } from 'd3-scale';
import { formatAmount, type LoadUnit } from '../../base/units.js';
import { onlyArm } from '../../scenario/arm-pattern.js';
import type { CampaignSummary } from '../../statistics/summary.js';
import type { FoundThreshold } from '../../statistics/answer.js';
import type { ReportModel } from '../report-model.js';
import { perCent } from '../words.js';
import { dosedTrials, doseGroups, levelGroups, type DosedTrial, type DoseGroup } from './dose-groups.js';
import { dosePicture, plotEdges } from './dose-picture.js';
import { html, nothing, type Markup } from './markup.js';

/** A factorial campaign has more arms than anybody would look at. */
const plotsMax = 12;

export function dosePart({ trials, summary }: ReportModel): Markup {
  const dosed = dosedTrials(trials);
  const [first, last] = [dosed[0], dosed.at(-1)];
  if (first === undefined || last === undefined || last.amount <= first.amount) return nothing;
  const { injector = '', unit = 'bytes' } = first.row.doses[0] ?? {};
  const span = last.amount - first.amount;
  const x = scaleLinear([Math.max(0, first.amount - span * 0.04), last.amount + span * 0.04], plotEdges);
  const curves = curvesOf(summary, dosed).slice(0, plotsMax);
  const figures = curves.map(
    ({ name, own, groups, threshold }) => html`<figure class="dose">
<figcaption>${captionOf(name, threshold, unit)}</figcaption>
${dosePicture(own, { x, unit, groups, threshold })}
</figure>`,
  );
  return html`<section aria-labelledby="dose">
<h2 id="dose">Outcome against load</h2>
<p class="lead">A dot a trial, at the ${injector} load that it really got: above where it did not hold, below where it
held.${curves.some(({ groups }) => groups.length > 0) ? boxesInWords : ''}</p>
<div class="doses">${figures}</div>
${askedPart(dosed, unit)}
</section>`;
}

const boxesInWords =
  ' Boxes are the rates of trials of about the same load, each with the 95 % interval of that group ' +
  'by itself.';

interface DoseCurve {
  readonly name: string;
  readonly own: readonly DosedTrial[];
  readonly groups: readonly DoseGroup[];
  readonly threshold: FoundThreshold | null;
}

/** One an arm; the levels of a search are arms of one curve. */
function curvesOf(
  { arms, answer: { decision } }: CampaignSummary,
  dosed: readonly DosedTrial[],
): readonly DoseCurve[] {
  if (decision?.question === 'half-fails') {
    const { threshold, arm } = decision;
    const known = threshold?.outside === null ? threshold : null;
    return [{ name: arm, own: dosed, groups: levelGroups(dosed), threshold: known }];
  }
  return arms.flatMap(({ name }) => {
    const own = dosed.filter(({ row }) => row.arm === name);
    return own.length === 0 ? [] : [{ name, own, groups: doseGroups(own), threshold: null }];
  });
}

/** The one arm of a scenario that names none needs no name here. */
function captionOf(name: string, threshold: FoundThreshold | null, unit: LoadUnit): Markup {
  const words = threshold === null ? nothing : thresholdWords(threshold, unit);
  return name === onlyArm ? words : html`<b>${name}</b>${threshold === null ? nothing : ': '}${words}`;
}

function thresholdWords(threshold: FoundThreshold, unit: LoadUnit): Markup {
  const { mean, low, high, confidence } = threshold;
  const range = `${formatAmount(low, unit)} to ${formatAmount(high, unit)}`;
  return html`half of the upgrades fail at about ${formatAmount(mean, unit)} (${perCent(confidence)} % interval ${range})`;
}

/**
 * How near the loads came to what was asked for, in words: with a good injector a picture shows a straight
 * line only.
 */
function askedPart(trials: readonly DosedTrial[], unit: LoadUnit): Markup {
  const off = trials
    .flatMap(({ row }) => row.doses.slice(0, 1))
    .flatMap(({ target, achieved }) =>
      achieved === null || target === 0
        ? []
        : [{ target, achieved, share: Math.abs(achieved - target) / target }],
    );
  const worst = [...off].sort((a, b) => b.share - a.share)[0];
  if (worst === undefined) return nothing;
  const median = [...off].sort((a, b) => a.share - b.share)[Math.floor(off.length / 2)]?.share ?? 0;
  return html`<p class="lead">Asked and got: measured in ${off.length} trials, in the middle ${perCent(median)} % off, at
worst ${perCent(worst.share)} % (asked ${formatAmount(worst.target, unit)}, got
${formatAmount(worst.achieved, unit)}).</p>`;
}
