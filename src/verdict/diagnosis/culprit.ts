// The task that made swarm act, and how surely that is known after the fact.
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind, type SpecLine, type TaskHistory } from '../../evidence/timeline.js';
import { causeOfTask } from '../causes/task-end.js';
import { lastWordsOf } from '../last-words.js';
import type { Cause, CauseKind } from '../verdict.js';
import type { LastUpdate, Statement } from './diagnosis.js';

export interface Culprit {
  readonly strength: 'proved' | 'likely' | 'unknown';
  readonly statement: Statement;
  /** Null where it is unknown. */
  readonly cause: Cause | null;
}

interface Question {
  readonly lines: readonly Evidence[];
  readonly live: SpecLine;
  /** Tasks of the version that the last update was to. */
  readonly heads: readonly TaskHistory[];
  /** Those of them that ended unasked, by the time of their end. */
  readonly deaths: readonly TaskHistory[];
  readonly lastUpdate: LastUpdate;
}

const blame = /due to failure or early termination of task (\S+)/;

/** Null where nothing ended that should not have, and swarm did not act against the update. */
export function culpritOf(question: Question): Culprit | null {
  const { live, deaths, heads, lastUpdate } = question;
  const named = blame.exec(live.update?.message ?? '')?.[1] ?? null;
  const task = named === null ? deaths[0] : [...heads, ...deaths].find(({ taskId }) => taskId === named);
  if (task !== undefined) return whyItEnded(question, task, named !== null || deaths.length === 1);
  const waiting = lastUpdate === 'rolled-back-by-hand' ? undefined : heads.find(isWaiting);
  if (waiting !== undefined) return whyItEnded(question, waiting, true);
  const acted: ReadonlySet<LastUpdate> = new Set([
    'rolled-back',
    'rolling-back',
    'paused',
    'rollback-paused',
  ]);
  if (!acted.has(lastUpdate)) return null;
  return {
    strength: 'unknown',
    cause: null,
    statement: {
      says:
        'why: swarm remembers no task of that version that ended by itself; it keeps five ended tasks ' +
        'of a slot where nobody asked for more',
      source: "swarm's tasks",
      evidence: [live.seq],
    },
  };
}

/** Swarm wants it, and it does not run. */
function isWaiting({ ended, last }: TaskHistory): boolean {
  return ended === null && last.exists && last.state !== 'running' && last.desired === 'running';
}

/** What tells these is in the task itself, so that no event is needed. */
const knownFromTask = {
  unhealthy: true,
  rejected: true,
  'start-timeout': true,
  'image-pull': true,
  'oom-kill': false,
  exit: false,
  'foreign-write': false,
  'wrong-tree': false,
  'wrong-stamp': false,
  'deployer-error': false,
  unknown: false,
} as const satisfies Record<CauseKind, boolean>;
/** Codes of processes that were asked to end, or killed, as of those that end so by themselves. */
const bySignal: ReadonlySet<number> = new Set([0, 130, 137, 143]);

function whyItEnded({ lines, lastUpdate }: Question, task: TaskHistory, isCertain: boolean): Culprit {
  const bare = causeOfTask(lines, task, 'new');
  const cause: Cause = { ...bare, said: lastWordsOf(lines, task.taskId) };
  const whole = ofKind(lines, 'container').some(
    ({ taskId, action }) => taskId === task.taskId && action === 'start',
  );
  const seen =
    whole ||
    knownFromTask[cause.kind] ||
    ofKind(lines, 'kernel-oom').some(
      ({ containerId }) => containerId !== null && containerId === task.containerId,
    );
  const statement = (says: string): Statement => ({
    says,
    source: sourcesOf(whole),
    evidence: cause.evidence,
  });
  const name = `task ${task.taskId.slice(0, 4)}… of ${task.first.image}`;
  if (cause.kind === 'unknown')
    return {
      strength: 'unknown',
      cause: null,
      statement: statement(`why ${name} ended: ${cause.detail}${elsewhere(lines, task)}`),
    };
  if (!seen && cause.exitCode !== null && bySignal.has(cause.exitCode)) {
    return {
      strength: 'unknown',
      cause: null,
      statement: statement(
        `why ${name} ended with ${String(cause.exitCode)}: by itself or by a signal, the engine's ` +
          'events of that time are ' +
          (elsewhere(lines, task) === '' ? 'gone' : `not here${elsewhere(lines, task)}`),
      ),
    };
  }
  const role = roleIn(lastUpdate, isCertain);
  return {
    strength: seen && isCertain ? 'proved' : 'likely',
    cause,
    statement: statement(`${role}${name}: ${cause.detail}`),
  };
}

/** An engine shows containers, events and the kernel's log of the nodes alone that are watched. */
function elsewhere(lines: readonly Evidence[], { last: { nodeId } }: TaskHistory): string {
  const engine = ofKind(lines, 'engine')[0];
  if (engine === undefined || nodeId === null) return '';
  const watched = engine.nodes?.map(({ id }) => id) ?? [engine.nodeId];
  return watched.includes(nodeId)
    ? ''
    : `; it ran on another node (${nodeId.slice(0, 8)}…, see docker node ls): ask the engine there`;
}

function roleIn(lastUpdate: LastUpdate, isCertain: boolean): string {
  if (lastUpdate === 'completed' || lastUpdate === 'none') return 'after it, ';
  return isCertain
    ? 'because of '
    : "several tasks ended, and swarm's word on which of them it acted is gone; the first was ";
}

function sourcesOf(whole: boolean): string {
  return whole
    ? "the task, its container, and the engine's events since its start"
    : 'the task, and what is left of its container';
}
