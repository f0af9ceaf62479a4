// Drift against load: every valid trial as a dot, above where it did not hold and below where it did, by
// the load that it really got; the rate of each group with its interval; and of a search the load at which
// half of the upgrades fail.
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { formatAmount, type LoadUnit } from '../../base/units.js';
import type { FoundThreshold } from '../../statistics/summary.js';
import type { ReportModel } from '../report-model.js';
import { perCent, rateInWords } from '../words.js';
import { markClass } from './arms-part.js';
import { dosedTrials, doseGroups, type DosedTrial, type DoseGroup } from './dose-groups.js';
import { html, nothing, type Markup } from './markup.js';

const size = { width: 440, left: 84, right: 12, rug: 22, top: 4 } as const;
/** Of the rates; without any, the dots are all there is. */
const [plotHeight, flatHeight] = [112, 14];

export function dosePart({ trials, summary }: ReportModel): Markup {
  const dosed = dosedTrials(trials);
  const [first] = dosed;
  if (first === undefined || dosed.length < 2 || (dosed.at(-1)?.amount ?? 0) <= first.amount) return nothing;
  const { injector = '', unit = 'bytes' } = first.row.doses[0] ?? {};
  const found = summary.answer.decision?.threshold ?? null;
  const threshold = found?.outside === null ? found : null;
  const span = (dosed.at(-1)?.amount ?? 0) - first.amount;
  const x = scaleLinear(
    [Math.max(0, first.amount - span * 0.04), (dosed.at(-1)?.amount ?? 0) + span * 0.04],
    [size.left, size.width - size.right],
  );
  const figures = summary.arms
    .map(({ name }) => name)
    .flatMap((name) => {
      const own = dosed.filter(({ row }) => row.arm === name);
      return own.length === 0
        ? []
        : [
            html`<figure class="dose"><figcaption>
              <b>${name}</b>${thresholdWords(threshold, unit)}</figcaption>${plot(own, { x, unit, threshold })}</figure>`,
          ];
    })
    .slice(0, plotsMax);
  const grouped = figures.some(({ markup }) => markup.includes('class="group"'));
  return html`<section aria-labelledby="dose">
<h2 id="dose">Outcome against load</h2>
<p class="lead">A dot a trial, at the ${injector} load that it really got: above where it did not hold, below where it
held.${grouped ? boxesInWords : ''}</p>
<div class="doses">${figures}</div>
${askedPart(dosed, unit)}
</section>`;
}

const boxesInWords =
  ' Boxes are the rates of trials of about the same load, each with the 95 % interval of that group by itself.';

/** A factorial campaign has more arms than anybody would look at. */
const plotsMax = 12;

function thresholdWords(threshold: FoundThreshold | null, unit: LoadUnit): Markup {
  if (threshold === null) return nothing;
  const { mean, low, high, confidence } = threshold;
  const range = `${formatAmount(low, unit)} to ${formatAmount(high, unit)}`;
  return html` half of the upgrades fail at about ${formatAmount(mean, unit)} (${perCent(confidence)} % interval ${range})`;
}

interface Axes {
  readonly x: ScaleLinear<number, number>;
  readonly unit: LoadUnit;
  readonly threshold: FoundThreshold | null;
}

function plot(trials: readonly DosedTrial[], { x, unit, threshold }: Axes): Markup {
  const groups = doseGroups(trials);
  const top = size.top + size.rug;
  const floor = top + (groups.length === 0 ? flatHeight : plotHeight);
  const bottom = floor + size.rug;
  const y = scaleLinear([0, 1], [floor, top]);
  const shares = groups.length === 0 ? [] : [0, 0.5, 1];
  const grid = shares.map(
    (share) =>
      html`<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(share)}" y2="${y(share)}"/><text
        x="${size.left - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
  );
  const ticks = ticksOf(x, unit).map(
    (amount) =>
      html`<text x="${r(x(amount))}" y="${bottom + 16}"
        text-anchor="middle">${formatAmount(amount, unit)}</text>`,
  );
  const band =
    threshold === null
      ? nothing
      : html`<rect class="threshold" x="${r(x(threshold.low))}" y="${size.top}"
        width="${r(x(threshold.high) - x(threshold.low))}" height="${bottom - size.top}"/><line
        class="threshold-mean" x1="${r(x(threshold.mean))}" x2="${r(x(threshold.mean))}" y1="${size.top}" y2="${bottom}"/>`;
  const dots = trials.map(
    ({ amount, failed, row }) =>
      html`<circle class="m-${markClass(row.mark)}" cx="${r(x(amount))}"
        cy="${failed ? top - 12 : floor + 12}" r="4.5">
        <title>trial ${row.trial}: ${row.heading}, ${formatAmount(amount, unit)}</title></circle>`,
  );
  const failures = trials.filter(({ failed }) => failed).length;
  const [least, most] = [trials[0]?.amount ?? 0, trials.at(-1)?.amount ?? 0].map((amount) => formatAmount(amount, unit));
  const label = `${String(failures)} of ${String(trials.length)} valid trials did not hold, over ${least ?? ''} to ${most ?? ''}`;
  return html`<svg viewBox="0 0 ${size.width} ${bottom + 24}" role="img" aria-label="${label}"><g
    class="grid">${grid}</g>${band}<g
    class="axis">${ticks}</g>${groups.map((group) => bar(group, x, y))}${dots}<text class="side"
    x="${size.left - 6}" y="${top - 8}" text-anchor="end">did not hold</text><text class="side"
    x="${size.left - 6}" y="${floor + 16}" text-anchor="end">held</text></svg>`;
}

function bar(
  { from, to, rate }: DoseGroup,
  x: ScaleLinear<number, number>,
  y: ScaleLinear<number, number>,
): Markup {
  const middle = (x(from) + x(to)) / 2;
  const half = Math.max(7, (x(to) - x(from)) / 2 - 1);
  return html`<g class="group"><rect x="${r(middle - half)}" width="${r(2 * half)}" y="${r(y(rate.high))}"
    height="${r(y(rate.low) - y(rate.high))}"/>
    <line x1="${r(middle - half)}" x2="${r(middle + half)}" y1="${r(y(rate.rate))}" y2="${r(y(rate.rate))}"/><title>${rate.k} of ${rate.n}: ${rateInWords(rate)}</title></g>`;
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

/** Round numbers as a person writes them: bytes in MiB. */
function ticksOf(x: ScaleLinear<number, number>, unit: LoadUnit): readonly number[] {
  const one = unit === 'bytes' || unit === 'bytes-per-second' ? 1024 ** 2 : 1;
  return scaleLinear(
    x.domain().map((amount) => amount / one),
    x.range(),
  )
    .ticks(4)
    .map((amount) => amount * one);
}

function r(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
