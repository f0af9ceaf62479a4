// How arms differ that ran a number of trials fixed beforehand: the difference with its interval, and whether
// it may be chance.
import { confidence } from '../rate.js';
import type { Rate } from '../summary.js';
import type { Comparison } from '../answer.js';
import { boschloo } from './boschloo.js';
import { fisher } from './fisher.js';
import { holm } from './holm.js';
import { newcombe } from './newcombe.js';
import { oddsRatio } from './odds-ratio.js';

/** An arm as far as a comparison goes. */
export interface RatedArm {
  readonly name: string;
  readonly event: Rate;
}

interface MaybeRated {
  readonly name: string;
  readonly event: Rate | null;
}

/**
 * All pairs of up to three arms, the earlier arm first; of more only those with the first arm, which is the
 * one to compare with. Several p values are adjusted for their number.
 */
export function comparisonsOf(arms: readonly MaybeRated[]): readonly Comparison[] {
  const few = arms.length <= 3;
  const pairs = arms.flatMap((a, index) =>
    few || index === 0 ? arms.slice(index + 1).map((b) => [a, b] as const) : [],
  );
  const found = pairs.flatMap(([a, b]) => (isRated(a) && isRated(b) ? [comparisonOf(a, b)] : []));
  const adjusted = holm(found.map((comparison) => comparison.boschloo));
  return found.length < 2
    ? found
    : found.map((comparison, index) => ({ ...comparison, holm: adjusted[index] ?? 1 }));
}

function isRated(arm: MaybeRated): arm is RatedArm {
  return arm.event !== null;
}

/** One pair alone. */
export function comparisonOf(a: RatedArm, b: RatedArm): Comparison {
  return {
    a: a.name,
    b: b.name,
    difference: a.event.rate - b.event.rate,
    ...newcombe(a.event, b.event, confidence),
    confidence,
    method: 'newcombe',
    boschloo: boschloo(a.event, b.event).twoSided,
    fisher: fisher(a.event, b.event).twoSided,
    holm: null,
    oddsRatio: oddsRatio(a.event, b.event, confidence),
  };
}
