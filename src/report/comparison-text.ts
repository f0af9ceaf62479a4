// Two arms set against each other, in words: which one fails more often, as far as the trials show it, and
// what else differs.
import type { ArmSummary } from '../statistics/summary.js';
import type { Comparison } from '../statistics/answer.js';
import { driftsOtherwise, eventWords, type EventWords } from './event-words.js';
import type { ProvenanceDifference } from './provenance-differences.js';
import { counted, pInWords, perCent, rateInWords } from './words.js';

export interface ComparedArm {
  /** As the reader names it: `latest/start-first`. */
  readonly name: string;
  readonly event: NonNullable<ArmSummary['event']>;
  readonly drift: ArmSummary['drift'];
  /**
   * Why tests for a fixed number of trials do not hold for it: a rule ended its campaign, or it did not come
   * to its end; null where they do.
   */
  readonly untested: string | null;
}

export interface ComparedArms {
  readonly a: ComparedArm;
  readonly b: ComparedArm;
  readonly comparison: Comparison;
  /** Empty within one campaign. */
  readonly differences: readonly ProvenanceDifference[];
}

/** The chance of a mistake that is accepted when one arm is called worse. */
export const errorMax = 0.05;

/** Sentences, the answer first; never that two arms are equal. */
export function comparisonSentences({ a, b, comparison, differences }: ComparedArms): readonly string[] {
  const words = eventWords([a, b]);
  return [
    ...answer([a, b], comparison, words),
    ...[a, b].flatMap((arm) => [
      `${arm.name} ${words.past} in ${String(arm.event.k)} of ${counted(arm.event.n, 'valid trial')} ` +
        `(${rateInWords(arm.event)}).`,
      ...driftOf(arm),
    ]),
    ...differences.map(({ what, a: ofA, b: ofB }) => `Beware: the two differ in ${what}: ${ofA} and ${ofB}.`),
  ];
}

function driftOf(arm: ComparedArm): readonly string[] {
  const { drift } = arm;
  if (!driftsOtherwise(arm)) return [];
  return [
    drift === null
      ? `Whether it drifted is unknown.`
      : `It drifted in ${String(drift.k)} of ${String(drift.n)} (${rateInWords(drift)}).`,
  ];
}

function answer(
  [a, b]: readonly [ComparedArm, ComparedArm],
  { difference, low, high, confidence, boschloo, fisher }: Comparison,
  words: EventWords,
): readonly string[] {
  const size =
    `Difference, the first minus the second: ${perCent(difference)} points [${perCent(low)}, ` +
    `${perCent(high)}], ${perCent(confidence)} % interval by Newcombe`;
  const why = [...new Set([a.untested, b.untested])].filter((reason) => reason !== null);
  if (why.length > 0)
    return [
      `Not tested: ${why.join('; ')}.`,
      `Difference, the first minus the second: ${perCent(difference)} points, as it was found.`,
    ];
  const tests = `Boschloo ${pInWords(boschloo)}, Fisher ${pInWords(fisher)}.`;
  if (boschloo >= errorMax || difference === 0)
    return [
      `Not shown that ${a.name} and ${b.name} ${words.plural} at different rates: that is no proof ` +
        'that they are alike.',
      `${size}; ${tests}`,
    ];
  const [worse, better] = difference > 0 ? [a, b] : [b, a];
  return [`${worse.name} ${words.present} more often than ${better.name}.`, `${size}; ${tests}`];
}
