// What a one-armed sequential plan is asked to guarantee, and the plan itself. Here alone, so that the plan's
// maker and its readers need not know each other.
import { LabError } from '../../base/lab-error.js';

/**
 * `p0` is the rate at which the plan should pass, `p1` the one at which it should fail; in between either
 * answer is acceptable.
 */
export interface OneArmDesign {
  readonly p0: number;
  readonly p1: number;
  /** Highest probability of FAIL at a rate of `p0`. */
  readonly alpha: number;
  /** Highest probability of PASS at a rate of `p1`. */
  readonly beta: number;
  /** The most trials, as a multiple of the design with a fixed number of trials. */
  readonly capFactor: number;
  /** Failures before which it never fails: with 2, one odd failure never condemns a fix. */
  readonly rejectMin: number;
}

/**
 * When to stop after the n-th valid trial with `k` failures so far: index `n - 1`. At the last n every k
 * decides.
 */
export interface StopTable {
  /** Pass when `k` is at most this; -1 while no `k` passes. */
  readonly accept: ArrayLike<number>;
  /** Fail when `k` is at least this. */
  readonly reject: ArrayLike<number>;
}

/** A design, compiled. Plain data, to be stored with a campaign before its first trial. */
export interface OneArmPlan extends StopTable {
  readonly design: OneArmDesign;
  readonly accept: readonly number[];
  readonly reject: readonly number[];
  /**
   * The smallest design of a fixed number of trials with the same errors and `rejectMin`: pass when at most
   * `c` of `n` fail.
   */
  readonly fixed: { readonly n: number; readonly c: number };
  /** Exact: of FAIL at `p0`, of PASS at `p1`. */
  readonly errors: { readonly alpha: number; readonly beta: number };
  /** Mean trials until it stops; `worst` is the highest mean over all rates. */
  readonly expectedTrials: { readonly atP0: number; readonly atP1: number; readonly worst: number };
  /** Trials after which it passes when none fails. */
  readonly cleanPassAt: number;
}

/** More trials than a fixed design may need: beyond it, a campaign would not end. */
const trialsMax = 3000;

/** Refuses what cannot be compiled, with the numbers and the way out. */
export function checkDesign({ p0, p1, alpha, beta, capFactor, rejectMin }: OneArmDesign): void {
  for (const [name, rate] of [
    ['p0', p0],
    ['p1', p1],
  ] as const) {
    if (!(rate > 0 && rate < 1))
      throw refusal(
        `${name} is ${String(rate)}, but a rate to test lies between 0 and 1`,
        'Write it as 0.2 or as 20%.',
      );
  }
  if (p0 >= p1)
    throw refusal(
      `p0 is ${String(p0)} and p1 is ${String(p1)}: the rate to pass must be below the rate to fail`,
      `Take a p0 of a fifth to a tenth of p1, such as ${String(Number((p1 / 10).toPrecision(3)))}.`,
    );
  for (const [name, error] of [
    ['alpha', alpha],
    ['beta', beta],
  ] as const) {
    if (!(error > 0 && error < 0.5))
      throw refusal(
        `${name} is ${String(error)}, but an error probability lies between 0 and 0.5`,
        'A confidence of 95 % is an error of 0.05.',
      );
  }
  if (!(capFactor >= 1 && capFactor <= 2))
    throw refusal(
      `the cap is ${String(capFactor)} times the fixed design, but must be 1 to 2 times`,
      '1.25 is a good choice.',
    );
  if (!Number.isInteger(rejectMin) || rejectMin < 1)
    throw refusal(
      `rejectMin is ${String(rejectMin)}, but must be a whole number from 1 on`,
      '2 is a good choice: one odd failure then never decides.',
    );
}

/** No fixed design within reason tells `p0` from `p1`. */
export function tooClose({ p0, p1 }: OneArmDesign): LabError {
  return refusal(
    `to tell a rate of ${String(p0)} from ${String(p1)} takes more than ${String(trialsMax)} trials`,
    'Take rates that lie further apart, or allow larger errors.',
  );
}

function refusal(message: string, hint: string): LabError {
  return new LabError('bad-input', message, { hint });
}

/** Whether a fixed design may be this long. */
export function isWithinReason(n: number): boolean {
  return n <= trialsMax;
}
