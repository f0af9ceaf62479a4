// What a factorial campaign says of each factor and of each two together: implicated, exonerated, or
// undecided.
import { lowerBound, upperBound } from '../clopper-pearson.js';
import type { Attribution } from '../summary.js';
import { holm } from '../two-arms/holm.js';
import { levelsOf, matchedBut, pairsOf, placeOf, type Observation } from './matched.js';
import { signFlip } from './sign-flip.js';

/** Probability of implicating anything wrongly, and of an interval that does not hold. */
const error = 0.05;
/**
 * A factor is exonerated when it can make at most this difference to the rate, on average over what else was
 * varied.
 */
export const margin = 0.2;

/**
 * Trials are compared only with trials of the same block (which have the same drawn load) and the same levels
 * of all other factors. If a factor does nothing, each difference between two such trials is as likely to be
 * positive as negative: the sign test of these differences (McNemar, Psychometrika 12:153, 1947) is exact
 * whatever the other factors and the loads do, with empty cells and at 0 of n. For two factors together it is
 * the difference of differences whose sign is tested, which is nearly exact: it asks that it be symmetric
 * about 0. Several levels of a factor, and all factors and pairs, are adjusted for (Bonferroni, then Holm).
 * The interval of an effect is that of the mean over the loads that this campaign drew, from exact bounds of
 * both kinds of differing pairs (conservative). Factors of which the trials show one level only are left out.
 * A factor that is implicated together with another is never exonerated: that it makes no difference on
 * average says nothing where its effects cancel out.
 */
export function attributionOf(
  observations: readonly Observation[],
  factors: readonly string[],
): readonly Attribution[] {
  const varied = factors.filter((factor) => levelsOf(observations, factor).length > 1);
  if (varied.length < 2) return [];
  const found = [
    ...varied.flatMap((factor) => ofFactor(observations, factor)),
    ...pairsOf(varied).flatMap((pair) => ofPair(observations, pair)),
  ];
  const adjusted = holm(found.map(({ p }) => p));
  const tested = found.map((one, index) => ({ ...one, p: adjusted[index] ?? 1 }));
  const together = new Set(
    tested.filter(({ factors: of, p }) => of.length === 2 && p < error).flatMap(({ factors: of }) => of),
  );
  const blocks = new Set(observations.map(({ block }) => block)).size;
  return tested.map((one) => {
    const cleared =
      one.largest !== null && one.largest <= margin && !one.factors.some((factor) => together.has(factor));
    return { ...one, blocks, verdict: one.p < error ? 'implicated' : cleared ? 'exonerated' : 'undecided' };
  });
}

type Found = Omit<Attribution, 'verdict' | 'blocks'>;

function ofFactor(observations: readonly Observation[], factor: string): readonly Found[] {
  const groups = matchedBut(observations, [factor]);
  const choices = pairsOf(levelsOf(observations, factor));
  const contrasts = choices.flatMap(([a, b]) => contrast(groups, [a, b], error / choices.length) ?? []);
  const [widest] = [...contrasts].sort((one, other) => Math.abs(other.difference) - Math.abs(one.difference));
  if (widest === undefined) return [];
  const { a, b, difference, low, high } = widest;
  return [
    {
      factors: [factor],
      a,
      b,
      within: [],
      difference,
      low,
      high,
      largest: Math.max(...contrasts.flatMap((one) => [Math.abs(one.low), Math.abs(one.high)])),
      p: Math.min(1, Math.min(...contrasts.map(({ p }) => p)) * choices.length),
      pairs: contrasts.reduce((sum, { pairs }) => sum + pairs, 0),
    },
  ];
}

interface Contrast {
  readonly a: string;
  readonly b: string;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  readonly pairs: number;
}

/** Rate at `a` minus that at `b`, over groups that have both; null where there is none. */
function contrast(
  groups: readonly ReadonlyMap<string, boolean>[],
  [a, b]: readonly [string, string],
  allowed: number,
): Contrast | null {
  const differences = groups.flatMap((group) => {
    const [atA, atB] = [group.get(placeOf([a])), group.get(placeOf([b]))];
    return atA === undefined || atB === undefined ? [] : [Number(atA) - Number(atB)];
  });
  const pairs = differences.length;
  if (pairs === 0) return null;
  const [onlyA, onlyB] = [
    differences.filter((one) => one > 0).length,
    differences.filter((one) => one < 0).length,
  ];
  const sure = 1 - allowed / 4;
  return {
    a,
    b,
    pairs,
    difference: (onlyA - onlyB) / pairs,
    low: lowerBound(onlyA, pairs, sure) - upperBound(onlyB, pairs, sure),
    high: upperBound(onlyA, pairs, sure) - lowerBound(onlyB, pairs, sure),
    p: signFlip(differences),
  };
}

/**
 * How much more level `a` of the first factor differs from `b` at one level of the second than at another.
 */
function ofPair(observations: readonly Observation[], pair: readonly [string, string]): readonly Found[] {
  const [first, second] = pair;
  const groups = matchedBut(observations, pair);
  const choices = pairsOf(levelsOf(observations, first)).flatMap((levels) =>
    pairsOf(levelsOf(observations, second)).map((others) => ({ levels, others })),
  );
  const found = choices.flatMap(({ levels: [a, b], others: [c, d] }) => {
    const amounts = groups.flatMap((group) => {
      const at = [
        [a, c],
        [b, c],
        [a, d],
        [b, d],
      ].map((levels) => group.get(placeOf(levels)));
      const [ac, bc, ad, bd] = at.map(Number);
      return at.includes(undefined) ||
        ac === undefined ||
        bc === undefined ||
        ad === undefined ||
        bd === undefined
        ? []
        : [{ here: ac - bc, there: ad - bd }];
    });
    if (amounts.length === 0) return [];
    const mean = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0) / amounts.length;
    const within = [
      { level: c, difference: mean(amounts.map(({ here }) => here)) },
      { level: d, difference: mean(amounts.map(({ there }) => there)) },
    ];
    const steps = amounts.map(({ here, there }) => here - there);
    return [
      {
        factors: [first, second],
        a,
        b,
        within,
        difference: mean(steps),
        low: null,
        high: null,
        largest: null,
        p: signFlip(steps),
        pairs: steps.length,
      },
    ];
  });
  const [strongest] = [...found].sort((one, other) => Math.abs(other.difference) - Math.abs(one.difference));
  return strongest === undefined
    ? []
    : [{ ...strongest, p: Math.min(1, Math.min(...found.map(({ p }) => p)) * found.length) }];
}
