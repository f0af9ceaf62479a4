// Questions about what was seen when, asked by the conductor while a trial runs and by the verdict
// afterwards.
import type { Evidence, EvidenceOf } from './evidence.js';
import type { Fact, Step } from './fact.js';

export type SpecLine = EvidenceOf<'spec'>;
export type TaskLine = EvidenceOf<'task'>;
export type DeployLine = EvidenceOf<'deploy'>;

/** One task, with everything that was seen of it. */
export interface TaskHistory {
  readonly taskId: string;
  readonly first: TaskLine;
  readonly last: TaskLine;
  /** The first line that shows it ended; null while it lives. */
  readonly ended: TaskLine | null;
  /** It was seen running. */
  readonly ran: boolean;
  /** When it was first seen running, in milliseconds since the trial began; null when it never was. */
  readonly runningSinceMs: number | null;
  readonly containerId: string | null;
  readonly container: ContainerHistory;
  /** Stamp of the deploy that made it; it may become known only after the task was first seen. */
  readonly stamp: string | null;
}

/** What events tell of a task's container. */
export interface ContainerHistory {
  /** It was sent a signal before it ended, by swarm or by whomever. */
  readonly killed: boolean;
  /** What its health check had found last before it ended; null when nothing, or there is none. */
  readonly health: string | null;
  readonly died: boolean;
}

/** Signals by which, by custom, a program is asked for something else than its end. */
const noStops: ReadonlySet<string> = new Set(['1', '10', '12', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']);

/** Whether a container was sent a signal that asks it to end. */
export function isStop({ action, signal }: EvidenceOf<'container'>): boolean {
  return action === 'kill' && !noStops.has(signal ?? '');
}

/** States past `running`: the task will not run again. */
const endedStates: ReadonlySet<string> = new Set([
  'complete',
  'shutdown',
  'failed',
  'rejected',
  'remove',
  'orphaned',
]);

export function ofKind<K extends Fact['kind']>(
  lines: readonly Evidence[],
  kind: K,
): readonly EvidenceOf<K>[] {
  return lines.filter((line): line is EvidenceOf<K> => line.kind === kind);
}

/** Everything before the lab took the stack down: what ends after that tells nothing. */
export function beforeDestroy(lines: readonly Evidence[]): readonly Evidence[] {
  const end = lines.findIndex(
    (line) => line.kind === 'phase' && line.phase === 'destroy' && line.mark === 'begin',
  );
  return end === -1 ? lines : lines.slice(0, end);
}

/**
 * The line at which a deploy of a run began or ended; null when it did not. One that began anew, since a
 * harness took down what it had deployed, began the last time before its end.
 */
export function deployOf(
  lines: readonly Evidence[],
  run: string,
  step: Step,
  mark: DeployLine['mark'],
): DeployLine | null {
  const own = ofKind(lines, 'deploy').filter((line) => line.run === run && line.step === step);
  const end = own.find((line) => line.mark === 'end') ?? null;
  if (mark === 'end') return end;
  return own.findLast((line) => line.mark === 'begin' && (end === null || line.seq < end.seq)) ?? null;
}

/**
 * The tree that the run's upgrade deployed: as it stood before the last write of the deploy where a harness
 * makes several, else before the first; null where it is not on record.
 */
export function headTreeOf(lines: readonly Evidence[], run: string): EvidenceOf<'worktree'> | null {
  const end = deployOf(lines, run, 'upgrade', 'end');
  return (
    ofKind(lines, 'worktree').findLast(
      (line) => line.run === run && line.step === 'upgrade' && (end === null || line.seq < end.seq),
    ) ?? null
  );
}

/**
 * The line from which on a stack was watched that others had deployed; null where the run deployed its own
 * base.
 */
export function adoptionOf(lines: readonly Evidence[], run: string): EvidenceOf<'adopted'> | null {
  return ofKind(lines, 'adopted').find((line) => line.run === run) ?? null;
}

/**
 * The line at which the first upgrade of any run on this run's stack began since this run's own base was put
 * there: what stood before it is what this run upgrades from. Null when there was none.
 */
export function firstUpgradeOver(lines: readonly Evidence[], run: string): DeployLine | null {
  const base = deployOf(lines, run, 'base', 'begin');
  const own = base ?? deployOf(lines, run, 'upgrade', 'begin');
  if (own === null) return null;
  return (
    ofKind(lines, 'deploy').find(
      (line) =>
        line.stack === own.stack && line.step === 'upgrade' && line.mark === 'begin' && line.seq >= own.seq,
    ) ?? null
  );
}

/** What was seen until the run was over; all of it for the only run of a trial. */
export function linesUntilEndOf(lines: readonly Evidence[], run: string): readonly Evidence[] {
  const end = lines.findIndex((line) => line.kind === 'run' && line.run === run && line.mark === 'end');
  return end === -1 ? lines : lines.slice(0, end + 1);
}

/** Full names of the stack's services, in the order in which they were seen. */
export function servicesOf(lines: readonly Evidence[], stack: string): readonly string[] {
  return [
    ...new Set(
      ofKind(lines, 'spec')
        .filter((line) => line.stack === stack)
        .map((line) => line.service),
    ),
  ];
}

export function specsOf(lines: readonly Evidence[], service: string): readonly SpecLine[] {
  return ofKind(lines, 'spec').filter((line) => line.service === service);
}

/** The service as it was last seen; null when it never was. */
export function latestSpec(lines: readonly Evidence[], service: string): SpecLine | null {
  return specsOf(lines, service).at(-1) ?? null;
}

/** The service's tasks in the order in which they were seen. */
export function tasksOf(lines: readonly Evidence[], service: string): readonly TaskHistory[] {
  const byId = new Map<string, TaskLine[]>();
  for (const line of ofKind(lines, 'task')) {
    if (line.service !== service) continue;
    const known = byId.get(line.taskId);
    if (known) known.push(line);
    else byId.set(line.taskId, [line]);
  }
  const events = ofKind(lines, 'container').filter((line) => line.service === service);
  return [...byId].flatMap(([id, seen]) =>
    historyOf(
      seen,
      events.filter(({ taskId }) => taskId === id),
    ),
  );
}

function historyOf(
  seen: readonly TaskLine[],
  events: readonly EvidenceOf<'container'>[],
): readonly TaskHistory[] {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    {
      taskId: first.taskId,
      first,
      last,
      ended: seen.find((line) => endedStates.has(line.state)) ?? null,
      ran: seen.some(
        (line) => line.state === 'running' || (line.state === 'failed' && line.message === 'started'),
      ),
      runningSinceMs: seen.find((line) => line.state === 'running')?.atMs ?? null,
      containerId: seen.findLast((line) => line.containerId !== null)?.containerId ?? null,
      container: containerHistory(events),
      stamp: seen.findLast((line) => line.stamp !== null)?.stamp ?? null,
    },
  ];
}

/** After its end the engine calls every container unhealthy. */
function containerHistory(events: readonly EvidenceOf<'container'>[]): ContainerHistory {
  const end = events.findIndex(({ action }) => action === 'die');
  const before = end === -1 ? events : events.slice(0, end);
  return {
    killed: before.some(({ action }) => action === 'kill'),
    health: before.findLast(({ action }) => action === 'health')?.health ?? null,
    died: end !== -1,
  };
}
