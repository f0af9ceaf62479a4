// The answer: how often the upgrade did not hold in each arm, how the arms differ, and whether that was
// expected.
import type { ArmSummary, CampaignSummary } from '../statistics/summary.js';
import type { Comparison } from '../statistics/answer.js';
import { attributionSentences } from './attribution-text.js';
import { decisionSentences } from './decision.js';
import { driftsOtherwise, eventWords, otherFailures } from './event-words.js';
import { doubt } from './trust-notes.js';
import { armInWords, begun, counted, listed, pInWords, perCent, rateInWords } from './words.js';

/** How many expectations are spelled out. */
const sentencesShown = 8;

/** Sentences, the most important first. */
export function answerSentences(summary: CampaignSummary, probing: boolean): readonly string[] {
  if (summary.state === 'running' && summary.arms.every(nothingEnded)) return ['No trial has ended yet.'];
  const decided = summary.answer.decision === null ? [] : decisionSentences(summary.answer.decision);
  const found =
    decided.length > 0
      ? decided
      : probing
        ? [stamps(summary.arms), ...rates(summary.arms)]
        : measured(summary);
  return [...halted(summary), ...found, ...doubt(summary.trust), ...expectation(summary)];
}

function measured(summary: CampaignSummary): readonly string[] {
  const { arms, marginals, attribution } = summary;
  return [
    ...(marginals.length > 0 ? blamed(attribution, wholeRate(arms)) : rates(arms)),
    ...differences(summary),
    ...untested(summary),
  ];
}

function nothingEnded({ trials, outcomes }: ArmSummary): boolean {
  return trials.valid + trials.inconclusive === 0 && Object.keys(outcomes).length === 0;
}

/** What decides comes before how often, since it is what a campaign with factors asks. */
function blamed(attribution: CampaignSummary['attribution'], rate: string): readonly string[] {
  const sentences = attributionSentences(attribution);
  const found = attribution.some(({ verdict }) => verdict === 'implicated') ? 1 : 0;
  return [...sentences.slice(0, found), rate, ...sentences.slice(found)];
}

function halted({ halted: why }: CampaignSummary): readonly string[] {
  return why === null ? [] : [`Stopped without an answer: ${why}.`];
}

/** Of a campaign with one arm there was nothing to test. */
function untested({ arms, untested: why }: CampaignSummary): readonly string[] {
  return why === null || arms.length < 2 ? [] : [`Not compared: ${why}.`];
}

/** `150 of 150 stamps as intended.`, of the probes that are over. */
function stamps(arms: readonly ArmSummary[]): string {
  const sum = (of: (arm: ArmSummary) => number): number => arms.reduce((total, arm) => total + of(arm), 0);
  const unknown = sum(({ trials }) => trials.inconclusive);
  const all = sum(({ trials }) => trials.valid) + unknown;
  return (
    `${String(sum(({ outcomes }) => outcomes.held ?? 0))} of ${counted(all, 'stamp')} as ` +
    `intended${unknown === 0 ? '' : `, ${String(unknown)} unknown`}.`
  );
}

/** Of a factorial campaign: its cells are too many to be named one by one. */
function wholeRate(arms: readonly ArmSummary[]): string {
  const rated = arms.flatMap(({ event }) => event ?? []);
  const [k, n] = [
    rated.reduce((sum, event) => sum + event.k, 0),
    rated.reduce((sum, event) => sum + event.n, 0),
  ];
  const drifted = arms.reduce((sum, { drift }) => sum + (drift?.k ?? 0), 0);
  const beside = arms.some(driftsOtherwise) ? ` ${String(drifted)} of them drifted.` : '';
  const cells = `${counted(rated.length, 'cell')} of ${String(arms.length)}`;
  return n === 0
    ? `None of the ${String(arms.length)} cells has a valid trial, so nothing can be said.`
    : `${String(k)} of ${counted(n, 'valid trial')} ${eventWords(arms).past}; ${cells} have ` +
        `valid trials.${beside}`;
}

/**
 * Names `trials` once: `a drifted in 6 of 10 trials (…), b in 0 of 10 (…).` Then drift, and what was not
 * counted, where they differ.
 */
function rates(arms: readonly ArmSummary[]): readonly string[] {
  const rated = arms.flatMap(({ name, event }) => (event === null ? [] : [{ name, event }]));
  const { past } = eventWords(arms);
  const single = rated.every(({ event }) => event.n === 1);
  const groups = alike(rated, ({ event }) => JSON.stringify(event));
  const parts = groups.map(([{ event }, ...others], index) => {
    const of = index === 0 ? counted(event.n, 'valid trial') : String(event.n);
    const sure = single ? '' : ` (${rateInWords(event)})`;
    const each = others.length === 0 ? '' : 'each ';
    const names = namesOf(groups[index] ?? []);
    return `${names} ${each}${index === 0 ? `${past} ` : ''}in ${String(event.k)} of ${of}${sure}`;
  });
  const unrated = alike(
    arms.filter(({ event }) => event === null),
    whyWithoutRate,
  ).map((group) => withoutRate(group, arms.length));
  return [
    [...(parts.length === 0 ? [] : [begun(`${joined(parts, groups)}.`)]), ...unrated].join(' '),
    ...(single && parts.length > 0 ? [howOftenUnknown(parts.length)] : []),
    ...driftBeside(arms),
    ...uncounted(arms),
  ];
}

/** What is said of several in the same words is said once, in the order in which it first comes. */
function alike<T>(all: readonly T[], wordsOf: (one: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const group = groups.get(wordsOf(one));
    if (group === undefined) groups.set(wordsOf(one), [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** Lists within a list need another sign between its parts. */
function joined(parts: readonly string[], groups: readonly (readonly unknown[])[]): string {
  return parts.join(groups.some(({ length }) => length > 1) ? '; ' : ', ');
}

function namesOf(arms: readonly Pick<ArmSummary, 'name'>[]): string {
  return listed(arms.map(({ name }) => armInWords(name)));
}

/** An interval around one trial, or a test between two, is a long way of saying this. */
function howOftenUnknown(arms: number): string {
  return `${arms === 1 ? 'One trial' : 'One trial an arm'} shows what can happen, and not how often.`;
}

/**
 * The rate of drift where it is another one: swarm may well put the label back, or leave the new one on what
 * does not run.
 */
function driftBeside(arms: readonly ArmSummary[]): readonly string[] {
  if (!arms.some(driftsOtherwise)) return [];
  const rated = arms.filter(({ event }) => event !== null);
  const groups = alike(rated, ({ drift }) => JSON.stringify(drift));
  const parts = groups.map((group) => {
    const [{ drift }] = group;
    if (drift === null) return `of ${namesOf(group)} unknown`;
    const sure = drift.n === 1 ? '' : ` (${rateInWords(drift)})`;
    const each = group.length === 1 ? '' : 'each ';
    return `${namesOf(group)} ${each}in ${String(drift.k)} of ${String(drift.n)}${sure}`;
  });
  return [`Drift alone: ${joined(parts, groups)}.`];
}

/** Where the scenario narrowed what is counted. */
function uncounted(arms: readonly ArmSummary[]): readonly string[] {
  const parts = arms.flatMap((arm) =>
    otherFailures(arm) === 0 ? [] : [`${armInWords(arm.name)} in ${counted(otherFailures(arm), 'trial')}`],
  );
  return parts.length === 0 ? [] : [`Not counted, did not hold otherwise: ${parts.join(', ')}.`];
}

/** More arms than these are counted where their names say little. */
const namesShown = 6;

/** Arms that have no rate for the same reason, in one breath. */
function withoutRate(group: readonly [ArmSummary, ...ArmSummary[]], arms: number): string {
  const [arm] = group;
  const why = whyWithoutRate(arm);
  if (group.length === 1)
    return `${begun(armInWords(arm.name))} has no valid trial, so nothing can be said of it (${why}).`;
  const who =
    group.length <= namesShown
      ? `${begun(namesOf(group))} have`
      : group.length === arms
        ? `None of the ${String(arms)} arms has`
        : `${String(group.length)} of the ${String(arms)} arms have`;
  const none = who.startsWith('None') ? 'a' : 'no';
  return `${who} ${none} valid trial, so nothing can be said of them (each ${why}).`;
}

function whyWithoutRate(arm: ArmSummary): string {
  const { planned, inconclusive } = arm.trials;
  const [noOps, baseFailed] = [arm.outcomes['no-op'] ?? 0, arm.outcomes['base-failed'] ?? 0];
  const notRun = planned - inconclusive - noOps - baseFailed;
  const parts = [
    ...(inconclusive > 0 ? [`${String(inconclusive)} inconclusive`] : []),
    ...(baseFailed > 0 ? [`${String(baseFailed)} with a base that failed`] : []),
    ...(noOps > 0 ? [`${String(noOps)} in which the head changed nothing`] : []),
    ...(notRun > 0 ? [`${String(notRun)} not run`] : []),
  ];
  return `of ${counted(planned, 'trial')}: ${listed(parts)}`;
}

/** `Difference 60 points [21, 83], Boschloo p = 0.004.`; each pair by name where there are several. */
function differences({ arms, comparisons }: CampaignSummary): readonly string[] {
  if (arms.every(({ event }) => event === null || event.n === 1)) return [];
  const amounts = (comparison: Comparison): string => difference(comparison, comparisons.length);
  return alike(comparisons, (comparison) => `${comparison.a} ${amounts(comparison)}`).map(
    ([first, ...others]) =>
      others.length === 0
        ? `Difference ${first.a} minus ${first.b} ${amounts(first)}`
        : `Difference ${first.a} minus ${listed([first, ...others].map(({ b }) => b))}, each: ${amounts(first)}`,
  );
}

function difference(
  { difference: amount, low, high, boschloo, holm }: Comparison,
  comparisons: number,
): string {
  const points = perCent(amount);
  const size =
    `${points} ${points === '1' || points === '-1' ? 'point' : 'points'} [${perCent(low)}, ` +
    `${perCent(high)}]`;
  const adjusted =
    holm === null ? '' : ` (${pInWords(holm)} when adjusted for ${String(comparisons)} comparisons)`;
  const chance = low <= 0 && high >= 0 ? ': the interval holds 0, so the two may not differ at all' : '';
  return `${size}, Boschloo ${pInWords(boschloo)}${adjusted}${chance}.`;
}

function expectation({ answer, state }: CampaignSummary): readonly string[] {
  if (answer.unmet.length > 0) return ['Not as the scenario expects.', ...fewOf(answer.unmet)];
  if (answer.expectationsMet === true)
    return [
      state === 'complete' ? 'As the scenario expects.' : 'So far as the scenario expects.',
      ...fewOf(answer.unshown),
    ];
  // of a campaign that still runs, that much is plain
  return answer.cannotTell && state !== 'running' ? ['Too little to tell.', ...fewOf(answer.unshown)] : [];
}

/** A factorial campaign may say the same of every cell. */
function fewOf(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= sentencesShown) return sentences;
  return [
    ...sentences.slice(0, sentencesShown),
    `And ${String(sentences.length - sentencesShown)} more, all in summary.json.`,
  ];
}
