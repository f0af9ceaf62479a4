// What a walk of pairs is asked to guarantee, and the plan that comes of it.
import { LabError } from '../../base/lab-error.js';
import type { TwoArmDesign } from './fixed-arms.js';

/**
 * A pair is one trial of each arm. `capFactor`: the most pairs, as a multiple of the design with a fixed
 * number.
 */
export interface PairDesign extends TwoArmDesign {
  readonly capFactor: number;
}

/** What each outcome of a pair adds to the score: the logarithm of its likelihood ratio. */
export interface PairIncrements {
  readonly aOnly: number;
  readonly bOnly: number;
  readonly both: number;
  readonly neither: number;
}

/** The score at which the walk stops before the cap, and what it must reach at the cap for "a is worse". */
export interface PairLimits {
  readonly upper: number;
  readonly futility: number;
  readonly finalUpper: number;
}

/** A design, compiled. Plain data, to be stored with a campaign before its first pair. */
export interface PairPlan extends PairLimits {
  readonly design: PairDesign;
  /** The most pairs. */
  readonly cap: number;
  readonly increments: PairIncrements;
  /** Trials of each arm that Boschloo's test of the same errors needs. */
  readonly fixed: { readonly n: number };
  /**
   * Exact: `alpha` at its worst over all common rates and with the futility stop ignored; `beta` at the
   * design's rates.
   */
  readonly errors: { readonly alpha: number; readonly beta: number };
  /**
   * Mean pairs until it stops: at the design's rates, and when both arms fail at the rate `a` or at the rate
   * `b`.
   */
  readonly expectedPairs: { readonly atDesign: number; readonly bothAtA: number; readonly bothAtB: number };
}

/** More trials of an arm than a fixed design may need. */
export const trialsOfArmMax = 125;

/** Refuses what cannot be compiled, with the numbers and the way out. */
export function checkPairDesign({ a, b, alpha, power, capFactor }: PairDesign): void {
  for (const [name, rate] of [
    ['a', a],
    ['b', b],
  ] as const) {
    if (!(rate > 0 && rate < 1))
      throw refusal(
        `the rate of ${name} is ${String(rate)}, but a rate to test lies between 0 and 1`,
        'Write it as 0.2 or as 20%.',
      );
  }
  if (a <= b)
    throw refusal(
      `arm a is thought to fail at ${String(a)} and arm b at ${String(b)}: arm a must be the one ` +
        'that fails more often',
      'Let the arms change places, or state a smaller rate for b.',
    );
  if (!(alpha > 0 && alpha < 0.5))
    throw refusal(
      `alpha is ${String(alpha)}, but an error probability lies between 0 and 0.5`,
      'A confidence of 95 % is an error of 0.05.',
    );
  if (!(power > 0.5 && power < 1))
    throw refusal(`the power is ${String(power)}, but must lie between 0.5 and 1`, '0.9 is a good choice.');
  if (!(capFactor >= 1 && capFactor <= 2))
    throw refusal(
      `the cap is ${String(capFactor)} times the fixed design, but must be 1 to 2 times`,
      '1.25 is a good choice.',
    );
}

/** Arms too alike. */
export function tooAlike({ a, b }: PairDesign): LabError {
  return refusal(
    `to tell arms that fail at ${String(a)} and ${String(b)} apart takes more than ` +
      `${String(trialsOfArmMax)} trials of each`,
    'Take rates that lie further apart, or run a fixed number of trials of each arm.',
  );
}

/** No limits within the cap keep both errors. */
export function noLimits({ a, b, power }: PairDesign, cap: number): LabError {
  return refusal(
    `no walk of at most ${String(cap)} pairs tells ${String(a)} from ${String(b)} with a power of ` +
      String(power),
    'Raise the cap to 1.25 times the fixed design, or lower the power.',
  );
}

function refusal(message: string, hint: string): LabError {
  return new LabError('bad-input', message, { hint });
}
