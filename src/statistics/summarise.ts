// From verdicts to the summary of a campaign. Nothing here depends on the order in which verdicts are handed
// in.
import type { Arm, Count } from '../scenario/scenario.js';
import { attemptName } from '../plan/attempt.js';
import type { Plan } from '../plan/plan.js';
import { causeKinds, outcomes, type Verdict } from '../verdict/verdict.js';
import { attributionOf } from './attribution/attribution.js';
import type { Observation } from './attribution/matched.js';
import { countedIn, eventOf, isMissedBy } from './event.js';
import { answerOf } from './expectations.js';
import { marginalsOf } from './marginals.js';
import { rateOf, rateSoFar } from './rate.js';
import { checkSummaries } from './checks.js';
import { spread } from './spread.js';
import type { ArmSummary, CampaignSummary } from './summary.js';
import { decisionOf } from './stop/decision.js';
import { refusedDeploys } from './stop/refused.js';
import { haltOf } from './stop/halt.js';
import { lostInARow } from './stop/lost-in-a-row.js';
import { trustOf } from './trust/trust.js';
import { isValid, resultsById, type LostAttempts, type TrialResult } from './trial-result.js';
import { comparisonsOf } from './two-arms/comparisons.js';

export interface CampaignFacts {
  readonly plan: Plan;
  /**
   * Trial id -> verdict, for the trials that ended so far; verdicts of trials that are not in the plan are
   * left out.
   */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The verdicts of attempts that were lost and made again; none by default. */
  readonly lost?: LostAttempts;
  /** Name of the campaign's folder. */
  readonly campaign: string;
  readonly scenarioSha256: string;
  readonly state: CampaignSummary['state'];
}

/**
 * Counts what was found, arm by arm in the order of the scenario, and says whether it was expected. Rates
 * count valid trials only. Not valid are: inconclusive trials (shown, with the bounds if all had gone either
 * way), trials whose base failed (the upgrade was never tried) and no-ops (swarm had nothing to monitor).
 * Until all trials are over, intervals are those that hold at any look, and nothing is tested: whoever stops
 * a campaign has looked at it. A trial of several runs counts once; see {@link resultOf}. Of several attempts
 * at a trial the last counts.
 */
export function summarise(facts: CampaignFacts): CampaignSummary {
  const { plan, state } = facts;
  const byId = resultsById(facts.verdicts, facts.lost);
  const results = resultsByArm(plan, byId);
  const refused = refusedDeploys(plan, facts.verdicts);
  const untested = whyUntested(plan, state);
  const rate = untested === null ? rateOf : rateSoFar;
  const arms = plan.arms.map((arm) =>
    armSummary(arm, results.get(arm.name) ?? [], { count: plan.count, rate }),
  );
  const halted =
    state === 'complete' ? null : (lostInARow(plan, facts.verdicts, facts.lost) ?? haltOf(plan, byId));
  const answer = answerOf(plan, results);
  return {
    format: 1,
    campaign: facts.campaign,
    scenario: { name: plan.scenario, sha256: facts.scenarioSha256 },
    seed: plan.seed,
    state,
    arms,
    comparisons: untested === null && !isFactorial(plan) ? comparisonsOf(arms) : [],
    untested,
    marginals: marginalsOf(arms),
    ...checksFound(plan, byId, rate),
    attribution:
      untested === null && isFactorial(plan)
        ? attributionOf(observationsOf(plan, byId), Object.keys(plan.arms[0]?.factors ?? {}))
        : [],
    trust: trustOf({
      count: plan.count,
      arms: plan.arms.map(({ name }) => name),
      ordered: plan.stop?.question !== 'half-fails',
      over: state === 'complete',
      trials: plan.trials,
      results: byId,
      kept: keptArms(plan, byId),
      same: sameArms(plan),
    }),
    reruns: plan.trials.flatMap(({ id }) =>
      (byId.get(id)?.lost ?? []).map((reason, index) => ({
        trial: id,
        attempt: attemptName(id, index + 1),
        reason,
      })),
    ),
    halted,
    ...(refused === null ? {} : { refused }),
    answer: { ...answer, cannotTell: answer.cannotTell || halted !== null, decision: decisionOf(plan, byId) },
  };
}

/** Arms of which some trial, or a further attempt at one, finds what an earlier one left. */
function keptArms({ arms, trials }: Plan, byId: ReadonlyMap<string, TrialResult>): readonly string[] {
  const launches = (arm: string): number =>
    trials
      .filter((trial) => trial.arm === arm)
      .reduce((sum, { id }) => sum + 1 + (byId.get(id)?.lost.length ?? 0), 0);
  return arms.flatMap(({ name, settings: { state } }) =>
    state === 'kept' && launches(name) > 1 ? [name] : [],
  );
}

/** Nothing for a scenario without checks. */
function checksFound(
  { arms, trials }: Plan,
  byId: ReadonlyMap<string, TrialResult>,
  rate: typeof rateOf,
): Pick<CampaignSummary, 'checks'> {
  if (arms.every(({ settings }) => settings.checks === undefined)) return {};
  return {
    checks: checkSummaries(
      trials.flatMap(({ id }) => byId.get(id) ?? []),
      rate,
    ),
  };
}

/**
 * Tests and intervals for a fixed number of trials hold for a campaign that was to run to its end whatever it
 * found, and did.
 */
function whyUntested({ stop }: Plan, state: CampaignSummary['state']): string | null {
  if (stop !== null)
    return (
      'a rule stops the campaign by what its trials show, and tests for a fixed number of trials do ' +
      'not hold after that'
    );
  if (state === 'complete') return null;
  return (
    `the campaign ${state === 'running' ? 'still runs' : 'was interrupted'}, and tests for a fixed ` +
    'number of trials do not hold when they are looked at before its end'
  );
}

/** The two arms of a plan that are the same in everything but their names. */
function sameArms({ arms }: Plan): readonly [string, string] | null {
  const [a, b, ...others] = arms;
  if (a === undefined || b === undefined || others.length > 0) return null;
  return JSON.stringify(a.settings) === JSON.stringify(b.settings) ? [a.name, b.name] : null;
}

/** The valid trials of a factorial campaign; a trial of several runs counts once. */
function observationsOf(
  { trials, arms, count }: Plan,
  results: ReadonlyMap<string, TrialResult>,
): readonly Observation[] {
  const factors = new Map(arms.map((arm) => [arm.name, arm.factors]));
  return trials.flatMap(({ id, arm, block }) => {
    const result = results.get(id);
    const failed = result === undefined ? null : eventOf(count, result);
    return failed === null ? [] : [{ block, factors: factors.get(arm) ?? {}, failed }];
  });
}

/** Cells of factors are too many and too small to be set against each other: their levels are. */
function isFactorial({ arms }: Plan): boolean {
  return Object.keys(arms[0]?.factors ?? {}).length >= 2;
}

/** In launch order, with null for a trial that has no verdict yet. */
function resultsByArm(
  plan: Plan,
  byId: ReadonlyMap<string, TrialResult>,
): ReadonlyMap<string, readonly (TrialResult | null)[]> {
  const results = new Map<string, (TrialResult | null)[]>();
  for (const { id, arm } of plan.trials) {
    const ofArm = results.get(arm) ?? [];
    ofArm.push(byId.get(id) ?? null);
    results.set(arm, ofArm);
  }
  return results;
}

interface Rating {
  readonly count: Count;
  readonly rate: typeof rateOf;
}

function armSummary(arm: Arm, planned: readonly (TrialResult | null)[], { count, rate }: Rating): ArmSummary {
  const finished = planned.filter((result) => result !== null);
  const tried = finished.filter(
    ({ mark }) => mark !== 'n' && mark !== 'b' && !(mark === 'h' && isMissedBy(count)),
  );
  const valid = finished.filter(isValid);
  const [event, drift] = [countedIn(count, tried), countedIn('drift', tried)];
  const rated = rate(event.k, event.n);
  return {
    name: arm.name,
    factors: arm.factors,
    trials: { planned: planned.length, valid: event.n, inconclusive: tried.length - event.n },
    outcomes: counts(
      outcomes,
      finished.map((result) => result.run?.outcome ?? 'inconclusive'),
    ),
    causes: counts(
      causeKinds,
      valid.flatMap((result) => result.run?.cause?.kind ?? []),
    ),
    event: rated === null ? null : { count, ...rated },
    eventBounds: boundsOf(event, tried.length),
    drift: rate(drift.k, drift.n),
    driftBounds: boundsOf(drift, tried.length),
    masked: valid.filter((result) => result.mark !== 'h' && result.masked).length,
    outageMs: spread(valid.flatMap((result) => result.outageMs ?? [])),
    stillDown: stillDownOf(valid),
    sequence: planned.map((result) => result?.mark ?? '.').join(''),
  };
}

/** Outages that were open at the end: how long they would have lasted is not known. */
export function stillDownOf(trials: readonly TrialResult[]): ArmSummary['stillDown'] {
  const from = trials.flatMap(({ downFromMs }) => downFromMs ?? []);
  return {
    count: from.length,
    fromMs: from.length === 0 ? null : { first: Math.min(...from), last: Math.max(...from) },
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

/** Manski's bounds: what the rate could be, whatever the trials would have shown that cannot tell. */
function boundsOf(
  { k, n }: { readonly k: number; readonly n: number },
  tried: number,
): ArmSummary['eventBounds'] {
  return tried === n ? null : { low: k / tried, high: (k + tried - n) / tried };
}
