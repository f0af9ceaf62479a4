// How long a campaign takes, before anything has been measured.
import { present } from '../base/assert.js';
import { engineTraits } from '../scenario/engines/index.js';
import type { Pace } from './pace.js';
import type { Plan, PlannedTrial, TrialSpec } from './plan.js';

/** Arm -> what its recipe says of its time; missing where the recipe was not opened. */
export type Paces = ReadonlyMap<string, Pace>;

/** Making the tree, deploying the base of a small app and waiting for it; taking everything down. */
const aroundMs = 5000;
/** Making the tree and two deploys that go no further than the stamp. */
const probeMs = 1500;
/** Booting an engine. */
const bootMs = 3000;
/** For each node more than one. */
const moreBootMs = 1500;
/** Of an app that runs at once, under swarm's default monitor. */
const unknownPace: Pace = { baseMs: 0, upgradeMs: 5000 };

/**
 * Expected milliseconds with `jobs` trials at a time, of upgrades that go as their recipe has it; for an arm
 * without pace, of an app that runs at once under swarm's default monitor. A slower app, or a load that keeps
 * the update from ending, make it longer, up to the deadlines.
 */
export function estimateMs(plan: Plan, jobs: number, paces: Paces = new Map()): number {
  const estimateOf = trialEstimate(plan, paces);
  return spread(
    plan.trials.map((trial, index) => estimateOf(trial, index < jobs)),
    Array.from({ length: Math.max(1, jobs) }, () => 0),
  );
}

/** Expected milliseconds of one trial of the plan; `first`: it boots its engine in any case. */
export function trialEstimate(
  plan: Plan,
  paces: Paces = new Map(),
): (trial: PlannedTrial, first: boolean) => number {
  const settings = new Map(plan.arms.map((arm) => [arm.name, arm.settings]));
  return ({ arm, runs }, first) =>
    trialMs(
      { settings: present(settings.get(arm), `arm ${arm}`), runs, pace: paces.get(arm) ?? unknownPace },
      first,
    );
}

interface Paced extends Pick<TrialSpec, 'settings' | 'runs'> {
  readonly pace: Pace;
}

/**
 * The first trials boot the engines that later ones use again, unless each is to have a new one. Runs that
 * hold a lock from beginning to end come one after the other; others go on side by side.
 */
function trialMs(
  { settings: { engine, observe, recipe, stopAt, stacks }, runs, pace }: Paced,
  first: boolean,
): number {
  const { isOwn, isFresh, nodes } = engineTraits(engine);
  const boots = isOwn && (isFresh || first) ? bootMs + ((nodes?.length ?? 1) - 1) * moreBootMs : 0;
  if (stopAt === 'stamp') return probeMs + boots;
  const baseMs = aroundMs + Math.min(pace.baseMs, observe.baseDeadlineMs);
  const upgradeMs = Math.min(pace.upgradeMs + observe.settleMs, observe.deadlineMs);
  const upgrades = 1 + (recipe.through ?? []).length;
  const turns = stacks.lock === 'run' ? runs.length : 1;
  return (
    boots +
    turns * (baseMs + upgrades * upgradeMs) +
    Math.max(...runs.map(({ startAfterMs }) => startAfterMs))
  );
}

/**
 * The moment the last job is done when each takes the next trial as soon as it is free, from the moments at
 * which the jobs are free at first. Nothing is begun after `lastStartMs`.
 */
export function spread(
  durationsMs: readonly number[],
  freeAtMs: readonly number[],
  lastStartMs = Number.POSITIVE_INFINITY,
): number {
  const freeAt = [...freeAtMs];
  for (const duration of durationsMs) {
    const soonest = Math.min(...freeAt);
    if (soonest > lastStartMs) break;
    freeAt[freeAt.indexOf(soonest)] = soonest + duration;
  }
  return Math.max(0, ...freeAt);
}
