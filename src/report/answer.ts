// The answer: how often each arm drifted, how the arms differ, and whether that was expected.
import type { ArmSummary, CampaignSummary, Comparison } from '../statistics/summary.js';
import { attributionSentences } from './attribution-text.js';
import { decisionSentences } from './decision.js';
import { doubt } from './trust-notes.js';
import { counted, listed, pInWords, perCent, rateInWords } from './words.js';

/** How many unmet expectations are spelled out. */
const unmetShown = 8;

/** Sentences, the most important first. */
export function answerSentences(summary: CampaignSummary, probing: boolean): readonly string[] {
  const decided = summary.answer.decision === null ? [] : decisionSentences(summary.answer.decision);
  const found = decided.length > 0 ? decided : probing ? [stamps(summary.arms), rates(summary.arms)] : [summary.marginals.length > 0 ? wholeRate(summary.arms) : rates(summary.arms), ...attributionSentences(summary.attribution), ...differences(summary)];
  return [...found, ...doubt(summary.trust), ...expectation(summary)];
}

/** `150 of 150 stamps as intended.`, of the probes that are over. */
function stamps(arms: readonly ArmSummary[]): string {
  const sum = (of: (arm: ArmSummary) => number): number => arms.reduce((total, arm) => total + of(arm), 0);
  const unknown = sum(({ trials }) => trials.inconclusive);
  const all = sum(({ trials }) => trials.valid) + unknown;
  return `${String(sum(({ outcomes }) => outcomes.held ?? 0))} of ${counted(all, 'stamp')} as intended${unknown === 0 ? '' : `, ${String(unknown)} unknown`}.`;
}

/** Of a factorial campaign: its cells are too many to be named one by one. */
function wholeRate(arms: readonly ArmSummary[]): string {
  const rated = arms.flatMap(({ drift }) => drift ?? []);
  const [k, n] = [rated.reduce((sum, drift) => sum + drift.k, 0), rated.reduce((sum, drift) => sum + drift.n, 0)];
  const cells = `${counted(rated.length, 'cell')} of ${String(arms.length)}`;
  return n === 0 ? `None of the ${String(arms.length)} cells has a valid trial, so nothing can be said of drift.` : `${String(k)} of ${counted(n, 'valid trial')} drifted, in ${cells} that have valid trials.`;
}

/** Names `trials` once: `a drifted in 6 of 10 trials (…), b in 0 of 10 (…).` */
function rates(arms: readonly ArmSummary[]): string {
  const rated = arms.flatMap((arm) => (arm.drift === null ? [] : [{ name: arm.name, drift: arm.drift }]));
  const parts = rated.map(({ name, drift }, index) => {
    const of = index === 0 ? counted(drift.n, 'valid trial') : String(drift.n);
    return `${name} ${index === 0 ? 'drifted ' : ''}in ${String(drift.k)} of ${of} (${rateInWords(drift)})`;
  });
  const unrated = arms.filter((arm) => arm.drift === null).map(withoutRate);
  return [...(parts.length === 0 ? [] : [`${parts.join(', ')}.`]), ...unrated].join(' ');
}

function withoutRate(arm: ArmSummary): string {
  const { planned, inconclusive } = arm.trials;
  const [noOps, baseFailed] = [arm.outcomes['no-op'] ?? 0, arm.outcomes['base-failed'] ?? 0];
  const notRun = planned - inconclusive - noOps - baseFailed;
  const parts = [
    ...(inconclusive > 0 ? [`${String(inconclusive)} inconclusive`] : []),
    ...(baseFailed > 0 ? [`${String(baseFailed)} with a base that failed`] : []),
    ...(noOps > 0 ? [`${String(noOps)} in which the head changed nothing`] : []),
    ...(notRun > 0 ? [`${String(notRun)} not run`] : []),
  ];
  return `${arm.name} has no valid trial, so nothing can be said of its drift (of ${counted(planned, 'trial')}: ${listed(parts)}).`;
}

/** `Difference 60 points [21, 83], Boschloo p = 0.004.`; each pair by name where there are several. */
function differences({ arms, comparisons }: CampaignSummary): readonly string[] {
  return comparisons.map((comparison) => difference(comparison, arms.length > 2, comparisons.length));
}

function difference({ a, b, difference: amount, low, high, boschloo, holm }: Comparison, named: boolean, comparisons: number): string {
  const points = perCent(amount);
  const size = `${points} ${points === '1' || points === '-1' ? 'point' : 'points'} [${perCent(low)}, ${perCent(high)}]`;
  const adjusted = holm === null ? '' : ` (${pInWords(holm)} when adjusted for ${String(comparisons)} comparisons)`;
  const chance = low <= 0 && high >= 0 ? ': the interval holds 0, so the two may not differ at all' : '';
  return `Difference ${named ? `${a} minus ${b} ` : ''}${size}, Boschloo ${pInWords(boschloo)}${adjusted}${chance}.`;
}

function expectation({ answer, state }: CampaignSummary): readonly string[] {
  if (answer.unmet.length > 0) return ['Not as the scenario expects.', ...fewOf(answer.unmet)];
  if (answer.expectationsMet === true) return [state === 'complete' ? 'As the scenario expects.' : 'So far as the scenario expects.'];
  return answer.cannotTell ? ['Too little to tell.'] : [];
}

/** A factorial campaign may miss the same expectation in every cell. */
function fewOf(unmet: readonly string[]): readonly string[] {
  if (unmet.length <= unmetShown) return unmet;
  return [...unmet.slice(0, unmetShown), `And ${String(unmet.length - unmetShown)} more that were not met, all in summary.json.`];
}
