// Was found what the scenario's author expects? Three answers: yes, no (with the trials that say so), cannot tell.
import type { Expectation } from '../scenario/scenario.js';
import type { Plan } from '../plan/plan.js';
import type { RunVerdict } from '../verdict/verdict.js';
import type { Answer } from './summary.js';
import { isValid, type TrialResult } from './trial-result.js';

type ArmResults = readonly (TrialResult | null)[];

/** What one expectation came to; `blank` when there was no trial to hold it against. */
interface Finding {
  readonly unmet: readonly string[];
  readonly blank: boolean;
}

/**
 * Holds the plan's expectations against the results of each arm (null: not run).
 * An arm without planned trials is left out: it was not asked about in this campaign.
 */
export function answerOf(plan: Plan, results: ReadonlyMap<string, ArmResults>): Omit<Answer, 'decision'> {
  const asked = plan.expect.filter((expectation) => results.has(expectation.arm));
  const findings = asked.map((expectation) => findingOf(expectation, (results.get(expectation.arm) ?? []).filter((result) => result !== null)));
  const expected = new Set(asked.map((expectation) => expectation.arm));
  const silent = plan.stop === null && [...results].some(([arm, ofArm]) => !expected.has(arm) && !ofArm.some(saysSomething));
  const cannotTell = silent || findings.some((finding) => finding.blank);
  const unmet = findings.flatMap((finding) => finding.unmet);
  return { expectationsMet: metOf(asked.length, unmet.length, findings.some((finding) => finding.blank)), unmet, cannotTell };
}

function metOf(asked: number, unmet: number, blank: boolean): boolean | null {
  if (unmet > 0) return false;
  return asked === 0 || blank ? null : true;
}

/** That a head is a no-op is an answer too, though no rate comes of it. */
function saysSomething(result: TrialResult | null): boolean {
  return result !== null && (isValid(result) || result.mark === 'n');
}

function findingOf(expectation: Expectation, finished: readonly TrialResult[]): Finding {
  const rated = finished.filter(isValid);
  const judged = finished.filter((result) => isJudged(result, expectation));
  const wantsMore = expectation.outcome !== null || expectation.cause !== null || expectation.victim !== null;
  return {
    blank: (expectation.drift !== null && rated.length === 0) || (wantsMore && judged.length === 0),
    unmet: [
      ...unmetDrift(expectation, rated),
      ...unmetOutcome(expectation, judged),
      ...unmetCause(expectation, judged),
      ...unmetVictim(expectation, judged),
    ],
  };
}

/** A trial that never got to an answer is held against an expectation only when that names its outcome. */
function isJudged(result: TrialResult, expectation: Expectation): boolean {
  const outcome = result.run?.outcome ?? 'inconclusive';
  const withoutAnswer = outcome === 'inconclusive' || outcome === 'base-failed' || outcome === 'no-op';
  return !withoutAnswer || (expectation.outcome?.includes(outcome) ?? false);
}

function unmetDrift({ arm, drift }: Expectation, rated: readonly TrialResult[]): readonly string[] {
  const drifted = rated.filter((result) => result.mark === 'd');
  const of = `of ${String(rated.length)} valid ${rated.length === 1 ? 'trial' : 'trials'}`;
  if (drift === 'none' && drifted.length > 0) {
    return [`${arm}: expected no drift, but ${String(drifted.length)} ${of} drifted (${ids(drifted)}).`];
  }
  if (drift === 'some' && rated.length > 0 && drifted.length === 0) {
    return [`${arm}: expected some drift, but 0 ${of} drifted.`];
  }
  const others = rated.filter((result) => result.mark !== 'd');
  if (drift === 'all' && others.length > 0) {
    return [`${arm}: expected drift in every trial, but ${String(others.length)} ${of} did not drift (${ids(others)}).`];
  }
  return [];
}

function unmetOutcome({ arm, outcome }: Expectation, judged: readonly TrialResult[]): readonly string[] {
  if (outcome === null) return [];
  return mismatches(arm, `outcome ${outcome.join(' or ')}`, judged, (run) => (outcome.includes(run.outcome) ? null : run.outcome));
}

/** A trial in which nothing went wrong has no cause, and so not the one that was expected. */
function unmetCause({ arm, cause }: Expectation, judged: readonly TrialResult[]): readonly string[] {
  if (cause === null) return [];
  return mismatches(arm, `cause ${cause.join(' or ')}`, judged, (run) =>
    run.cause !== null && cause.includes(run.cause.kind) ? null : (run.cause?.kind ?? 'none'),
  );
}

function unmetVictim({ arm, victim }: Expectation, judged: readonly TrialResult[]): readonly string[] {
  if (victim === null) return [];
  return mismatches(arm, `the ${victim} task to be hit`, judged, (run) => {
    const hit = run.cause?.victim ?? null;
    return hit === victim ? null : hit === null ? 'no known task' : `the ${hit} task`;
  });
}

/** One sentence for all trials in which `found` names something other than what was expected. */
function mismatches(
  arm: string,
  expected: string,
  judged: readonly TrialResult[],
  found: (run: RunVerdict) => string | null,
): readonly string[] {
  const wrong = judged.flatMap((result) => {
    const other = result.run === null ? null : found(result.run);
    return other === null ? [] : [`${other} in ${result.trial}`];
  });
  return wrong.length === 0 ? [] : [`${arm}: expected ${expected}, but found ${wrong.join(', ')}.`];
}

function ids(results: readonly TrialResult[]): string {
  return results.map((result) => result.trial).join(', ');
}
