// What the tasks of one version of a service were seen to do: how much memory they hold, how long they take
// until they are healthy, and how they end. From tasks that swarm remembers and containers that are there.
import { isMadeOf } from './versions.js';
import type { LiveTaskJson, TemplateJson } from './engine-json.js';
import type { LiveContainer } from './live-stack.js';

export interface Measured {
  /** The most that a running task holds; null where none could be looked at. */
  readonly memoryBytes: number | null;
  /** From the start of the container until swarm called the task running; null where it is not known. */
  readonly bootMs: number | null;
  /** How its tasks end by themselves; null where one runs, or where none is known to have ended so. */
  readonly end: End | null;
}

export type End =
  | {
      readonly kind: 'exit';
      readonly code: number;
      /** Null where the container is gone. */
      readonly afterMs: number | null;
    }
  | { readonly kind: 'unhealthy' }
  /** Somebody's, or the kernel's for memory of others: nobody can tell from here. */
  | { readonly kind: 'signal'; readonly code: number }
  | { readonly kind: 'killed-for-memory' }
  /** Swarm could not even start it: in the engine's words. */
  | { readonly kind: 'never-started'; readonly said: string };

/** As the engine tells of a process that a signal ended: 128 and its number. */
const bySignal: ReadonlySet<number> = new Set([130, 137, 143]);

export function measure(
  tasks: readonly LiveTaskJson[],
  template: TemplateJson,
  containers: readonly LiveContainer[],
): Measured {
  const own = tasks.filter(({ Spec: spec }) => isMadeOf(spec, template));
  const of = ({ ID: id }: LiveTaskJson): LiveContainer | undefined =>
    containers.find(({ taskId }) => taskId === id);
  const running = own.filter(({ Status: { State: state } }) => state === 'running');
  const held = running.flatMap((task) => of(task)?.memoryBytes ?? []);
  const boots = running.flatMap((task) => between(of(task)?.startedAt, task.Status.Timestamp) ?? []);
  const ends = running.length > 0 ? [] : own.flatMap((task) => endOf(task, of(task)) ?? []);
  return {
    memoryBytes: held.length === 0 ? null : Math.max(...held),
    bootMs: boots.length === 0 ? null : Math.max(...boots),
    end: ends[0] ?? null,
  };
}

/** Null of a task that was told to end, or never came to anything. */
function endOf(
  { Status: { State: state, Err: error = '', ContainerStatus: status } }: LiveTaskJson,
  container: LiveContainer | undefined,
): End | null {
  const isStarted = (status?.ContainerID ?? '') !== '';
  if (state === 'rejected' || (state === 'failed' && !isStarted && error !== ''))
    return { kind: 'never-started', said: error };
  if (state !== 'failed') return null;
  if (container?.killedForMemory === true) return { kind: 'killed-for-memory' };
  if (/unhealthy/.test(error)) return { kind: 'unhealthy' };
  const code = status?.ExitCode ?? 0;
  if (bySignal.has(code)) return { kind: 'signal', code };
  return /non-zero exit/.test(error) && code > 0
    ? { kind: 'exit', code, afterMs: between(container?.startedAt, container?.finishedAt) }
    : null;
}

function between(from: string | null | undefined, to: string | null | undefined): number | null {
  const ms = Date.parse(to ?? '') - Date.parse(from ?? '');
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
