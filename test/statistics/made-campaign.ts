// Plans and verdicts made by hand for the tests of statistics and report.
import type { Plan } from '../../src/plan/plan.js';
import type { Expectation, Settings } from '../../src/scenario/scenario.js';
import { resultOf, type Mark, type TrialResult } from '../../src/statistics/trial-result.js';
import type { Cause, Outcome, RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { recipe, settingsWith } from '../scenario/settings.js';

export const settings: Settings = settingsWith({
  recipe: { ...recipe, head: '7ae7b0f76efb', pr: '0' },
  observe: { settleMs: 1000, deadlineMs: 60_000, baseDeadlineMs: 60_000 },
});

/** Trials alternate between the arms, `each` of every arm, one run a trial unless told. */
export function makePlan(
  arms: readonly string[],
  each: number,
  expect: readonly Partial<Expectation>[] = [],
  runs = 1,
): Plan {
  return {
    format: 1,
    scenario: 'discourse-upgrade',
    seed: 4211,
    arms: arms.map((name) => ({
      name,
      factors: { arm: name },
      settings: { ...settings, env: { ARM: name } },
    })),
    count: 'not-held',
    expect: expect.map((one) => ({
      arm: arms[0] ?? '',
      drift: null,
      outcome: null,
      cause: null,
      victim: null,
      ...one,
    })),
    stop: null,
    trials: Array.from({ length: each * arms.length }, (_, index) => ({
      id: String(index + 1).padStart(3, '0'),
      arm: arms[index % arms.length] ?? '',
      block: Math.floor(index / arms.length) + 1,
      seed: index,
      load: [],
      actions: [],
      runs: Array.from({ length: runs }, (__, run) => ({
        run: `r${String(run + 1)}`,
        stack: `disc-00000${String(run)}`,
        domain: 'disc.driftlab.test',
        startAfterMs: 0,
      })),
    })),
  };
}

export function makeRun(outcome: Outcome, more: Partial<RunVerdict> = {}): RunVerdict {
  const drift =
    outcome === 'inconclusive' || outcome === 'base-failed' || outcome === 'removed'
      ? null
      : outcome === 'rolled-back' || outcome === 'overwritten';
  const stamps = {
    intended: '7ae7b0f7+U',
    deployed: '7ae7b0f7+U',
    readback: drift === true ? 'eb96de94+U' : '7ae7b0f7+U',
  };
  return {
    run: 'r1',
    outcome,
    reason: `it was ${outcome}.`,
    drift,
    masked: false,
    component: null,
    cause: null,
    failedLater: null,
    stamps,
    naive: null,
    dose: [],
    outageMs: 0,
    downFromMs: null,
    services: {},
    sides: [],
    times: {},
    ...more,
  };
}

export function makeCause(more: Partial<Cause> = {}): Cause {
  return {
    kind: 'oom-kill',
    detail: 'the new task was killed by the kernel at 261 MiB',
    task: '9xk2aaaa',
    container: 'c2',
    exitCode: 137,
    because: null,
    victim: 'new',
    atMs: 6020,
    evidence: [19, 20, 21],
    ...more,
  };
}

/** A drifted run as the case of the swarm's own rollback shows it. */
export const rolledBack: RunVerdict = makeRun('rolled-back', {
  masked: true,
  component: 'swarm',
  cause: makeCause(),
  naive: { pass: false, healthy: true, message: 're-checkout failed: the label names the base' },
});

/**
 * Trial id -> verdict: `runs[n]` are the runs of the n-th trial of the plan; null leaves it without a
 * verdict.
 */
export function makeVerdicts(
  plan: Plan,
  runs: readonly (RunVerdict | readonly RunVerdict[] | null)[],
): ReadonlyMap<string, Verdict> {
  return new Map(
    plan.trials.flatMap((trial, index): readonly [string, Verdict][] => {
      const given = runs[index] ?? null;
      if (given === null) return [];
      return [
        [
          trial.id,
          {
            format: 1,
            trial: trial.id,
            arm: trial.arm,
            end: 'completed',
            runs: 'outcome' in given ? [given] : given,
          },
        ],
      ];
    }),
  );
}

const outcomeOf: Readonly<Record<Mark, Outcome>> = {
  d: 'rolled-back',
  h: 'held',
  x: 'failed-later',
  '?': 'inconclusive',
  b: 'base-failed',
  n: 'no-op',
};

/** The result of a trial that shows this mark. */
export function makeResult(mark: Mark, more: Partial<TrialResult> = {}): TrialResult {
  const runs = [makeRun(outcomeOf[mark])];
  return { ...resultOf({ format: 1, trial: '001', arm: 'a', end: 'completed', runs }), ...more };
}
