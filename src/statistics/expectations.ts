// Was found what the scenario's author expects? Three answers: yes, no (with the trials that say so), cannot
// tell.
import { counted } from '../base/counted.js';
import type { Expectation } from '../scenario/scenario.js';
import type { Plan } from '../plan/plan.js';
import { isSilent } from '../verdict/standing.js';
import type { RunVerdict } from '../verdict/verdict.js';
import { eventOf } from './event.js';
import { isMoreThanAFifth } from './stop/validity.js';
import type { Answer } from './answer.js';
import { isValid, type TrialResult } from './trial-result.js';

type ArmResults = readonly (TrialResult | null)[];

/** What one expectation came to. */
interface Finding {
  readonly unmet: readonly string[];
  /**
   * How many trials say nothing of it, where there are any; empty when it is unmet by what the others say.
   */
  readonly unshown: readonly string[];
  /** They are too many, or all there are. */
  readonly open: boolean;
}

/**
 * Holds the plan's expectations against the results of each arm (null: not run). One is not met as soon as
 * trials speak against it. It is met only when it is shown: trials that are inconclusive, whose base failed
 * or that were not run could each be the one that breaks it, so with more than a fifth of them it cannot be
 * told. An arm without planned trials is left out: it was not asked about.
 */
export function answerOf(plan: Plan, results: ReadonlyMap<string, ArmResults>): Omit<Answer, 'decision'> {
  const asked = plan.expect.filter((expectation) => results.has(expectation.arm));
  const findings = asked.map((expectation) =>
    findingOf(expectation, meantToRun(plan, results.get(expectation.arm) ?? [])),
  );
  const expected = new Set(asked.map((expectation) => expectation.arm));
  const silent =
    plan.stop === null &&
    [...results].some(([arm, ofArm]) => !expected.has(arm) && !ofArm.some(saysSomething));
  const open = findings.some((finding) => finding.open);
  const unmet = findings.flatMap((finding) => finding.unmet);
  return {
    expectationsMet: unmet.length > 0 ? false : asked.length === 0 || open ? null : true,
    unmet,
    unshown: [...new Set(findings.flatMap((finding) => finding.unshown))],
    cannotTell: silent || open,
  };
}

/** A stop rule makes trials needless: those that it left out are not missed. */
function meantToRun({ stop }: Plan, planned: ArmResults): ArmResults {
  return stop === null ? planned : planned.filter((result) => result !== null);
}

/** That a head is a no-op is an answer too, though no rate comes of it. */
function saysSomething(result: TrialResult | null): boolean {
  return result !== null && (isValid(result) || result.mark === 'n');
}

function findingOf(expectation: Expectation, planned: ArmResults): Finding {
  const finished = planned.filter((result) => result !== null);
  const rated = finished.filter((result) => eventOf('drift', result) !== null);
  const judged = finished.filter((result) => isJudged(result, expectation));
  const wantsMore = expectation.outcome !== null || expectation.cause !== null || expectation.victim !== null;
  const seen = expectation.drift === 'some' && rated.some(drifted);
  const unshown = [
    ...(expectation.drift === null || seen ? [] : [missingFrom(expectation.arm, planned, rated)]),
    ...(wantsMore ? [missingFrom(expectation.arm, planned, judged)] : []),
  ].filter((missing) => missing !== null);
  const open = unshown.some((missing) => missing.tooMany);
  const unmet = [
    ...(expectation.drift === 'some' && open ? [] : unmetDrift(expectation, rated)),
    ...unmetOutcome(expectation, judged),
    ...unmetCause(expectation, judged),
    ...unmetVictim(expectation, judged),
  ];
  return unmet.length > 0
    ? { unmet, unshown: [], open: false }
    : { unmet, unshown: unshown.map(({ text }) => text), open };
}

interface Missing {
  readonly text: string;
  readonly tooMany: boolean;
}

/**
 * The planned trials that do not say whether the expectation holds; null when each says so. A no-op can
 * neither meet nor break it.
 */
function missingFrom(arm: string, planned: ArmResults, telling: readonly TrialResult[]): Missing | null {
  const silent = planned.filter(
    (result) => result === null || (!telling.includes(result) && result.mark !== 'n'),
  );
  if (silent.length === 0 && telling.length > 0) return null;
  const all = silent.length + telling.length;
  const count = (mark: TrialResult['mark'] | null): number =>
    silent.filter((result) => (result?.mark ?? null) === mark).length;
  const [baseFailed, notRun] = [count('b'), count(null)];
  const others = silent.length - baseFailed - notRun;
  const parts = [
    ...(others > 0 ? [`${String(others)} inconclusive`] : []),
    ...(baseFailed > 0 ? [`${String(baseFailed)} with a base that failed`] : []),
    ...(notRun > 0 ? [`${String(notRun)} not run`] : []),
  ];
  if (all === 0)
    return {
      text: `${arm}: in every trial the head changed nothing, so nothing can be said of what is expected.`,
      tooMany: true,
    };
  const tooMany = telling.length === 0 || isMoreThanAFifth(silent.length, all);
  const whether = tooMany
    ? telling.length === 0
      ? ': nothing to tell by'
      : ', more than a fifth: too many to tell'
    : '';
  return {
    text:
      `${arm}: ${String(silent.length)} of ${counted(all, 'trial')} ${silent.length === 1 ? 'says' : 'say'} nothing of what is expected ` +
      `(${parts.join(', ')})${whether}.`,
    tooMany,
  };
}

/** A trial that never got to an answer is held against an expectation only when that names its outcome. */
function isJudged(result: TrialResult, expectation: Expectation): boolean {
  const outcome = result.run?.outcome ?? 'inconclusive';
  return !isSilent(outcome) || (expectation.outcome?.includes(outcome) ?? false);
}

function drifted(result: TrialResult): boolean {
  return eventOf('drift', result) === true;
}

function unmetDrift({ arm, drift }: Expectation, rated: readonly TrialResult[]): readonly string[] {
  const found = rated.filter(drifted);
  const of = `of ${counted(rated.length, 'valid trial')}`;
  if (drift === 'none' && found.length > 0) {
    return [`${arm}: expected no drift, but ${String(found.length)} ${of} drifted (${ids(found)}).`];
  }
  if (drift === 'some' && rated.length > 0 && found.length === 0) {
    return [`${arm}: expected some drift, but 0 ${of} drifted.`];
  }
  const others = rated.filter((result) => !drifted(result));
  if (drift === 'all' && others.length > 0) {
    return [
      `${arm}: expected drift in every trial, but ${String(others.length)} ${of} did not drift ` +
        `(${ids(others)}).`,
    ];
  }
  return [];
}

function unmetOutcome({ arm, outcome }: Expectation, judged: readonly TrialResult[]): readonly string[] {
  if (outcome === null) return [];
  return mismatches(arm, `outcome ${outcome.join(' or ')}`, judged, (run) =>
    outcome.includes(run.outcome) ? null : run.outcome,
  );
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
