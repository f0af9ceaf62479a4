// From verdicts to the summary of a campaign. Nothing here depends on the order in which verdicts are handed in.
import type { Arm } from '../scenario/scenario.js';
import type { Plan } from '../plan/plan.js';
import { causeKinds, outcomes, type Verdict } from '../verdict/verdict.js';
import { attributionOf } from './attribution/attribution.js';
import type { Observation } from './attribution/matched.js';
import { answerOf } from './expectations.js';
import { marginalsOf } from './marginals.js';
import { rateOf, rateSoFar } from './rate.js';
import type { ArmSummary, CampaignSummary } from './summary.js';
import { decisionOf } from './stop/decision.js';
import { refusedDeploys } from './stop/refused.js';
import { trustOf } from './trust/trust.js';
import { isValid, resultOf, resultsById, type TrialResult } from './trial-result.js';
import { comparisonsOf } from './two-arms/comparisons.js';

export interface CampaignFacts {
  readonly plan: Plan;
  /** Trial id -> verdict, for the trials that ended so far; verdicts of trials that are not in the plan are left out. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Name of the campaign's folder. */
  readonly campaign: string;
  readonly scenarioSha256: string;
  readonly state: CampaignSummary['state'];
}

/**
 * Counts what was found, arm by arm in the order of the scenario, and says whether it was expected.
 * Drift rates count valid trials only. Not valid are: inconclusive trials (shown, with the bounds if all had gone either
 * way), trials whose base failed (the upgrade was never tried) and no-ops (swarm had nothing to monitor).
 * Until all trials are over, intervals are those that hold at any look: whoever stops a campaign has looked at it.
 * A trial of several runs counts once; see {@link resultOf}.
 */
export function summarise(facts: CampaignFacts): CampaignSummary {
  const { plan } = facts;
  const results = resultsByArm(plan, facts.verdicts);
  const byId = resultsById(facts.verdicts);
  const refused = refusedDeploys(plan, facts.verdicts);
  const rate = facts.state === 'complete' && plan.stop === null ? rateOf : rateSoFar;
  const arms = plan.arms.map((arm) => armSummary(arm, results.get(arm.name) ?? [], rate));
  return {
    format: 1,
    campaign: facts.campaign,
    scenario: { name: plan.scenario, sha256: facts.scenarioSha256 },
    seed: plan.seed,
    state: facts.state,
    arms,
    comparisons: isComparable(plan) ? comparisonsOf(arms) : [],
    marginals: marginalsOf(arms),
    attribution: attributionOf(observationsOf(plan, results), Object.keys(plan.arms[0]?.factors ?? {})),
    trust: trustOf({ arms, ordered: plan.stop?.question !== 'half-fails', trials: plan.trials, results: byId, same: sameArms(plan) }),
    ...(refused === null ? {} : { refused }),
    answer: { ...answerOf(plan, results), decision: decisionOf(plan, byId) },
  };
}

/** The two arms of a plan that are the same in everything but their names. */
function sameArms({ arms }: Plan): readonly [string, string] | null {
  const [a, b, ...others] = arms;
  if (a === undefined || b === undefined || others.length > 0) return null;
  return JSON.stringify(a.settings) === JSON.stringify(b.settings) ? [a.name, b.name] : null;
}

/** The valid trials of a factorial campaign; a trial of several runs counts once. */
function observationsOf({ trials, arms, stop }: Plan, results: ReadonlyMap<string, readonly (TrialResult | null)[]>): readonly Observation[] {
  if (stop !== null || Object.keys(arms[0]?.factors ?? {}).length < 2) return [];
  const factors = new Map(arms.map((arm) => [arm.name, arm.factors]));
  const byId = new Map([...results.values()].flat().flatMap((result) => (result !== null && isValid(result) ? [[result.trial, result]] : [])));
  return trials.flatMap(({ id, arm, block }) => {
    const result = byId.get(id);
    return result === undefined ? [] : [{ block, factors: factors.get(arm) ?? {}, drifted: result.mark === 'd' }];
  });
}

/** Tests for a fixed number of trials mean nothing after an early stop, and cells of factors are too many and too small to be set against each other: their levels are. */
function isComparable({ stop, arms }: Plan): boolean {
  return stop === null && Object.keys(arms[0]?.factors ?? {}).length < 2;
}

/** In launch order, with null for a trial that has no verdict yet. */
function resultsByArm(plan: Plan, verdicts: ReadonlyMap<string, Verdict>): ReadonlyMap<string, readonly (TrialResult | null)[]> {
  const results = new Map<string, (TrialResult | null)[]>();
  for (const trial of plan.trials) {
    const verdict = verdicts.get(trial.id);
    const ofArm = results.get(trial.arm) ?? [];
    ofArm.push(verdict === undefined ? null : resultOf(verdict));
    results.set(trial.arm, ofArm);
  }
  return results;
}

function armSummary(arm: Arm, planned: readonly (TrialResult | null)[], rate: typeof rateOf): ArmSummary {
  const finished = planned.filter((result) => result !== null);
  const valid = finished.filter(isValid);
  const drifted = valid.filter((result) => result.mark === 'd');
  const inconclusive = finished.filter((result) => result.mark === '?').length;
  return {
    name: arm.name,
    factors: arm.factors,
    trials: { planned: planned.length, valid: valid.length, inconclusive },
    outcomes: counts(outcomes, finished.map((result) => result.run?.outcome ?? 'inconclusive')),
    causes: counts(causeKinds, valid.flatMap((result) => result.run?.cause?.kind ?? [])),
    drift: rate(drifted.length, valid.length),
    driftBounds: boundsOf(drifted.length, valid.length, inconclusive),
    masked: drifted.filter((result) => result.masked).length,
    outageMs: spread(valid.flatMap((result) => result.outageMs ?? [])),
    sequence: planned.map((result) => result?.mark ?? '.').join(''),
  };
}

/** The words that occur with how often, in the order of the vocabulary. */
function counts<W extends string>(words: readonly W[], found: readonly W[]): Partial<Record<W, number>> {
  const result: Partial<Record<W, number>> = {};
  for (const word of words) {
    const count = found.filter((other) => other === word).length;
    if (count > 0) result[word] = count;
  }
  return result;
}

/** Manski's bounds: what the rate could be, whatever the inconclusive trials would have shown. */
function boundsOf(k: number, n: number, inconclusive: number): ArmSummary['driftBounds'] {
  if (inconclusive === 0) return null;
  const all = n + inconclusive;
  return { low: k / all, high: (k + inconclusive) / all };
}

/** Median and greatest of these; null of none. */
export function spread(amounts: readonly number[]): ArmSummary['outageMs'] {
  const sorted = [...amounts].sort((a, b) => a - b);
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  const max = sorted.at(-1);
  return lower === undefined || upper === undefined || max === undefined ? null : { median: (lower + upper) / 2, max };
}
