// When a campaign stops without an answer, because what its trials show could not be believed.
import type { Plan } from '../../plan/plan.js';
import { launchesByArm, unevenOf } from '../trust/launches.js';
import type { TrialResult } from '../trial-result.js';
import { invalidInWords, isEnoughInvalid, tooManyInvalid } from './validity.js';

/**
 * Why the campaign is to stop; null to go on. Launches that showed nothing are too many, which a stop rule
 * looks to by itself, or they are more of one arm than of another, which no comparison survives; the levels
 * of a search are not compared.
 */
export function haltOf({ arms, stop }: Plan, results: ReadonlyMap<string, TrialResult>): string | null {
  const launches = launchesByArm(
    arms.map(({ name }) => name),
    results,
  );
  const all = launches.reduce(
    (sum, { count, invalid }) => ({ count: sum.count + count, invalid: sum.invalid + invalid }),
    { count: 0, invalid: 0 },
  );
  if (stop === null && tooManyInvalid(all)) return invalidInWords(all);
  const uneven = stop?.question === 'half-fails' || !isEnoughInvalid(all) ? null : unevenOf(launches);
  return uneven === null
    ? null
    : `more launches of ${uneven.a} than of ${uneven.b} showed nothing (Fisher's test, p = ` +
        `${uneven.p.toPrecision(2)})`;
}
