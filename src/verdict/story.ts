// All that a signature may look at: one service across one run, worked out from evidence once.
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { compareInstants } from '../evidence/instant.js';
import { baseConvergedAt } from '../evidence/progress.js';
import { serviceUpgrade, type ServiceUpgrade } from '../evidence/service-upgrade.js';
import { beforeUpgrade, meantTo, type Meant } from '../evidence/meant-to-end.js';
import { isDone } from '../evidence/slots.js';
import {
  adoptionOf,
  deployOf,
  headTreeOf,
  ofKind,
  type DeployLine,
  type SpecLine,
  type TaskHistory,
} from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import type { Cause, FailedLater, Outcome } from './verdict.js';

export interface Story extends ServiceUpgrade {
  readonly run: RunSpec;
  /** The service whose stamp is under test, as against a side service of the stack. */
  readonly underTest: boolean;
  /** Everything seen before the stack was taken down. */
  readonly lines: readonly Evidence[];
  readonly baseDeploy: DeployLine | null;
  /** Milliseconds since the trial began; null when the base never stood. */
  readonly baseConvergedMs: number | null;
  /**
   * Where the upgrade of a stack was watched that others had deployed: there is no base deploy then, and no
   * tree.
   */
  readonly adopted: EvidenceOf<'adopted'> | null;
  /** The tree of the upgrade. */
  readonly worktree: EvidenceOf<'worktree'> | null;
  /**
   * The stamp that the upgrade was to leave behind: as git says of the tree, or else as whoever watched said;
   * null when unknown.
   */
  readonly intendedStamp: string | null;
  readonly readback: EvidenceOf<'readback'> | null;
  /** Deploys of other runs to the same stack, where they began. */
  readonly rivals: readonly DeployLine[];
}

/** What a signature found. */
export interface Finding {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly cause: Cause | null;
  /** Of a head that failed later: how the death escaped. */
  readonly failedLater?: FailedLater;
  /** Worth saying though nothing went wrong. */
  readonly remark?: string | null;
}

/** One way in which an upgrade can end. */
export interface Signature {
  readonly name: string;
  /**
   * Null when the story is another one. `inconclusive` when it is this one and evidence that decides is
   * missing.
   */
  readonly match: (story: Story) => Finding | null;
}

export function storyOf(
  lines: readonly Evidence[],
  run: RunSpec,
  service: string,
  underTest: boolean,
): Story {
  const deploys = ofKind(lines, 'deploy').filter((line) => line.mark === 'begin');
  const worktree = headTreeOf(lines, run.run);
  const adopted = adoptionOf(lines, run.run);
  return {
    ...serviceUpgrade(lines, run.run, service),
    run,
    underTest,
    lines,
    baseDeploy: deployOf(lines, run.run, 'base', 'end'),
    baseConvergedMs: baseConvergedAt(lines, run.run),
    adopted,
    worktree,
    intendedStamp: worktree?.intendedStamp ?? adopted?.intendedStamp ?? null,
    readback:
      ofKind(lines, 'readback').findLast((line) => line.run === run.run && line.service === service) ?? null,
    rivals: deploys.filter((line) => line.stack === run.stack && line.run !== run.run),
  };
}

/**
 * Whether a sighting shows the spec that swarm itself put back: only an automatic rollback leaves no previous
 * spec behind once there was one. `base` is null for a service that the head creates, which swarm cannot roll
 * back.
 */
export function isPutBack(line: SpecLine, { base, head, headSeen }: Story): boolean {
  if (base === null || line.previousSpec !== null || !line.exists) return false;
  const replaced = [base.spec, ...(headSeen?.previousSpec ? [headSeen.previousSpec] : [])];
  const back = replaced.filter((spec) => spec.specHash !== head?.specHash);
  if (back.some((spec) => spec.specHash === line.spec.specHash)) return head !== null || isRollback(line);
  return (
    isRollback(line) &&
    back.some((spec) => spec.templateHash === line.spec.templateHash && spec.stamp === line.spec.stamp)
  );
}

function isRollback(line: SpecLine): boolean {
  return line.update?.state.startsWith('rollback_') ?? false;
}

/**
 * Whether swarm took the head at all: it stood in the spec, tasks were made from it, or swarm has rolled
 * something back.
 */
export function wasApplied(story: Story): boolean {
  return (
    story.head !== null ||
    story.headTasks.length > 0 ||
    story.sightings.some((line) => isPutBack(line, story))
  );
}

/**
 * Update states that were seen since the upgrade began, in specs and in events, which catch what a look
 * misses.
 */
export function statesSeen({ lines, sightings, service, begin }: Story): ReadonlySet<string> {
  const events = ofKind(lines, 'service-event').filter(
    (line) => line.service === service && line.seq > (begin?.seq ?? Infinity),
  );
  return new Set(
    [...sightings.map((line) => line.update?.state), ...events.map((line) => line.stateNew)].filter(
      (state) => state != null,
    ),
  );
}

/** Ended of itself, as against stopped by swarm (`shutdown`). */
export function diedUnasked({ ended }: TaskHistory): boolean {
  return ended !== null && ended.state !== 'shutdown' && ended.state !== 'remove';
}

/**
 * The head's tasks that ended of themselves and should not have: one that is done when it ends with 0 may.
 */
export function headDeaths(story: Story): readonly TaskHistory[] {
  const spec = story.head ?? story.live?.spec ?? null;
  const mayEnd = spec !== null && headMeantTo(story) !== 'stay';
  return story.headTasks.filter((task) => diedUnasked(task) && !(mayEnd && isDone(spec, task)));
}

/**
 * What the end of a head task with 0 means, by the head's spec and by the tasks before the upgrade. The
 * service under test is to serve on as its base did, also where one beside it would be in doubt.
 */
export function headMeantTo(story: Story): Meant {
  const spec = story.head ?? story.live?.spec ?? null;
  if (spec === null) return 'stay';
  const meant = meantTo(spec, beforeUpgrade(story));
  return meant === 'unknown' && story.underTest ? 'stay' : meant;
}

/** The order in which tasks ended, by the engine's clock where it can be read. */
export function byEnd(a: TaskHistory, b: TaskHistory): number {
  const order = compareInstants(a.ended?.statusAt ?? '', b.ended?.statusAt ?? '');
  return order === null || order === 0 ? (a.ended?.seq ?? 0) - (b.ended?.seq ?? 0) : order;
}

/** Whether the head is what stands in the spec at the end. */
export function isLiveHead({ live, head, sightings }: Story): boolean {
  return (
    live !== null &&
    head !== null &&
    sightings.includes(live) &&
    live.exists &&
    live.spec.specHash === head.specHash
  );
}

/** Milliseconds since the trial began at which watching ended. */
export function observedUntilMs(lines: readonly Evidence[]): number {
  const end = lines.find(
    (line) =>
      line.kind === 'phase' &&
      ((line.phase === 'observe' && line.mark === 'end') ||
        (line.phase === 'collect' && line.mark === 'begin')),
  );
  return (end ?? lines.at(-1))?.atMs ?? 0;
}
