// Two arms set against each other, in words: which one drifts more often, as far as the trials show it, and what else differs.
import type { ArmSummary, Comparison } from '../statistics/summary.js';
import type { ProvenanceDifference } from './provenance-differences.js';
import { counted, pInWords, perCent, rateInWords } from './words.js';

export interface ComparedArm {
  /** As the reader names it: `latest/start-first`. */
  readonly name: string;
  readonly drift: NonNullable<ArmSummary['drift']>;
  /** A rule ended its campaign, so that tests for a fixed number of trials do not hold for it. */
  readonly stopped: boolean;
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
  const rates = [a, b].map(({ name, drift }) => `${name} drifted in ${String(drift.k)} of ${counted(drift.n, 'valid trial')} (${rateInWords(drift)})`);
  return [...answer(a, b, comparison), ...rates.map((rate) => `${rate}.`), ...differences.map(({ what, a: ofA, b: ofB }) => `Beware: the two differ in ${what}: ${ofA} and ${ofB}.`)];
}

function answer(a: ComparedArm, b: ComparedArm, { difference, low, high, confidence, boschloo, fisher }: Comparison): readonly string[] {
  const size = `Difference, the first minus the second: ${perCent(difference)} points [${perCent(low)}, ${perCent(high)}], ${perCent(confidence)} % interval by Newcombe`;
  if (a.stopped || b.stopped) {
    const who = a.stopped && b.stopped ? 'their campaigns' : `the campaign of ${a.stopped ? a.name : b.name}`;
    return [`Not tested: a rule stopped ${who} early, and p values and intervals for a fixed number of trials do not hold after that.`, `Difference, the first minus the second: ${perCent(difference)} points, as it was found.`];
  }
  const tests = `Boschloo ${pInWords(boschloo)}, Fisher ${pInWords(fisher)}.`;
  if (boschloo >= errorMax || difference === 0) return [`Not shown that ${a.name} and ${b.name} drift at different rates: that is no proof that they are alike.`, `${size}; ${tests}`];
  const [worse, better] = difference > 0 ? [a, b] : [b, a];
  return [`${worse.name} drifts more often than ${better.name}.`, `${size}; ${tests}`];
}
