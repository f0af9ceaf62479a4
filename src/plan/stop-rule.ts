// The rule by which a campaign stops, compiled and stored in the plan before its first trial, so that nobody
// can move the goal afterwards and a campaign that is read again reaches the same answer.

/**
 * One arm: after the n-th valid trial in launch order with k failures, PASS when k <= accept[n-1], FAIL when
 * k >= reject[n-1].
 */
export interface OneArmRule {
  /** `reproduced`: FAIL is the answer yes. `rate-below`: PASS is. */
  readonly question: 'reproduced' | 'rate-below';
  readonly arm: string;
  /** Only trials that did not hold by one of these causes count; null for what the plan counts. */
  readonly causes: readonly string[] | null;
  readonly design: {
    readonly p0: number;
    readonly p1: number;
    readonly alpha: number;
    readonly beta: number;
    readonly capFactor: number;
    readonly rejectMin: number;
  };
  readonly accept: readonly number[];
  readonly reject: readonly number[];
  /** The design with a fixed number of trials and the same errors. */
  readonly fixed: { readonly n: number; readonly c: number };
  /** Exact probabilities of FAIL at p0 and of PASS at p1. */
  readonly errors: { readonly alpha: number; readonly beta: number };
  readonly expectedTrials: { readonly atP0: number; readonly atP1: number; readonly worst: number };
  readonly cleanPassAt: number;
  /** SHA-256 of the table (`accept` and `reject` as JSON). */
  readonly sha256: string;
}

/**
 * Two arms in pairs, one trial of each in a block: a score that grows when `a` fails and `b` does not, and
 * the scores at which it stops.
 */
export interface PairRule {
  readonly question: 'decided';
  readonly a: string;
  readonly b: string;
  /** Only trials that did not hold by one of these causes count; null for what the plan counts. */
  readonly causes: readonly string[] | null;
  readonly design: {
    readonly a: number;
    readonly b: number;
    readonly alpha: number;
    readonly power: number;
    readonly capFactor: number;
  };
  readonly upper: number;
  readonly futility: number;
  readonly finalUpper: number;
  /** The most pairs. */
  readonly cap: number;
  readonly increments: {
    readonly aOnly: number;
    readonly bOnly: number;
    readonly both: number;
    readonly neither: number;
  };
  /** Trials of each arm in the design with a fixed number. */
  readonly fixed: { readonly n: number };
  readonly errors: { readonly alpha: number; readonly beta: number };
  /** Mean pairs: at the design's rates, and when both arms fail at the rate of `a` or of `b`. */
  readonly expectedPairs: { readonly atDesign: number; readonly bothAtA: number; readonly bothAtB: number };
  /** SHA-256 of limits and increments as JSON. */
  readonly sha256: string;
}

/**
 * A search for the amount at which half of the upgrades fail: an arm a level, each trial where most is to be
 * learnt.
 */
export interface ThresholdRule {
  readonly question: 'half-fails';
  /** The arm of the scenario that is searched. */
  readonly of: string;
  readonly injector: string;
  /** Rising; amounts in bytes. */
  readonly levels: readonly { readonly arm: string; readonly amount: number }[];
  /** The most valid trials, over all levels. */
  readonly trialsMax: number;
  /** In level steps: the width of the 90 % interval at which it stops. */
  readonly widthTarget: number;
  readonly anchorEvery: number;
  /** SHA-256 of the rest as JSON. */
  readonly sha256: string;
}

export type StopRule = OneArmRule | PairRule | ThresholdRule;

/** Arms that the rule is about. */
export function armsOf(rule: StopRule): readonly string[] {
  if (rule.question === 'half-fails') return rule.levels.map(({ arm }) => arm);
  return rule.question === 'decided' ? [rule.a, rule.b] : [rule.arm];
}

/** Valid trials of each of its arms after which it decides at the latest. */
export function capOf(rule: StopRule): number {
  if (rule.question === 'half-fails') return rule.trialsMax;
  return rule.question === 'decided' ? rule.cap : rule.accept.length;
}

/** Valid trials of each of its arms before which it cannot decide. */
export function soonestOf(rule: StopRule): number {
  if (rule.question === 'half-fails') return 1;
  if (rule.question === 'decided')
    return Math.min(
      rule.cap,
      Math.ceil(rule.upper / rule.increments.aOnly),
      Math.ceil(rule.futility / Math.min(rule.increments.bOnly, rule.increments.neither)),
    );
  return (
    rule.accept.findIndex((most, index) => most >= 0 || (rule.reject[index] ?? Infinity) <= index + 1) + 1
  );
}
