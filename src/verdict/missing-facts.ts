// Facts that never arrived, where another fact says that they must have been: a state of an update that an
// event told of and no look ever showed, a container without its task. No line is missing from such a journal
// and no source was blind; what it seems to show is not so.
import type { Evidence } from '../evidence/evidence.js';
import { compareInstants } from '../evidence/instant.js';
import { deployOf, ofKind, specsOf, tasksOf, type TaskHistory } from '../evidence/timeline.js';
import { writesTo } from '../evidence/writes.js';
import type { RunSpec } from '../plan/plan.js';

/**
 * What is so close to the end of observation may have come too late to be looked at: swarm stores the state
 * of a task some time after its cause.
 */
const settlingMs = 2000;

export interface Looked {
  readonly lines: readonly Evidence[];
  readonly run: Pick<RunSpec, 'run' | 'stack'>;
  /** When observation ended, in milliseconds since the trial began. */
  readonly endMs: number;
}

/** The first contradiction in what is on record of the run's stack; null when there is none. */
export function missingFact(looked: Looked): string | null {
  const services = servicesNamed(looked);
  return (
    unendedDeploy(looked) ??
    first(
      services,
      (service) =>
        neverShown(looked, service) ??
        withoutBase(looked, service) ??
        stateNeverShown(looked, service) ??
        writeNeverShown(looked, service) ??
        taskNeverShown(looked, service) ??
        endNeverShown(looked, service),
    )
  );
}

function first(services: readonly string[], find: (service: string) => string | null): string | null {
  for (const service of services) {
    const found = find(service);
    if (found !== null) return found;
  }
  return null;
}

/** Every service of the stack that any fact names. */
function servicesNamed({ lines, run: { stack } }: Looked): readonly string[] {
  const names = lines.flatMap((line) =>
    line.kind === 'spec' || line.kind === 'service-event' || line.kind === 'task' || line.kind === 'container'
      ? [line.service]
      : [],
  );
  return [...new Set(names)].filter((name) => name.startsWith(`${stack}_`));
}

function unendedDeploy({ lines, run: { run } }: Looked): string | null {
  const step = (['base', 'upgrade'] as const).find(
    (one) => deployOf(lines, run, one, 'begin') !== null && deployOf(lines, run, one, 'end') === null,
  );
  return step === undefined ? null : `the end of the ${step}'s deploy is not on record`;
}

function neverShown({ lines, endMs }: Looked, service: string): string | null {
  if (specsOf(lines, service).length > 0) return null;
  const named = lines.some(
    (line) => 'service' in line && line.service === service && line.atMs < endMs - settlingMs,
  );
  return named ? `service ${service} was there, and none of its specs is on record` : null;
}

/**
 * A service that was changed before the first look at it was there when the upgrade began, and its base was
 * never seen.
 */
function withoutBase({ lines, run: { run } }: Looked, service: string): string | null {
  const begin = deployOf(lines, run, 'upgrade', 'begin');
  const [seen] = specsOf(lines, service);
  if (begin === null || seen === undefined || seen.seq < begin.seq || seen.previousSpec === null) return null;
  return `the spec of ${service} from before the upgrade is not on record`;
}

/**
 * Every event makes the specs be looked at: the last state that events told of must have been seen, in the
 * last look or since the state before it, unless a later look shows what went over it.
 */
function stateNeverShown({ lines, endMs }: Looked, service: string): string | null {
  const events = ofKind(lines, 'service-event').filter(
    (line) => line.service === service && line.stateNew !== null && line.atMs < endMs - settlingMs,
  );
  const told = events.at(-1);
  if (told === undefined) return null;
  const before = events.findLast(({ stateNew }) => stateNew !== told.stateNew)?.seq ?? 0;
  const specs = specsOf(lines, service);
  const shown = specs.filter(({ update }) => update?.state === told.stateNew);
  if (specs.some(({ seq }) => seq > told.seq)) return null;
  if (shown.length > 0 && (shown.at(-1) === specs.at(-1) || shown.some(({ seq }) => seq > before)))
    return null;
  return `an event told that the update of ${service} was ${told.stateNew ?? ''}, and no look showed it`;
}

/** A call that changed the service shows in a look after it, be it the next call's. */
function writeNeverShown({ lines, endMs }: Looked, service: string): string | null {
  const write = writesTo(lines, service).findLast(
    ({ refusal, line }) => refusal === null && line.atMs < endMs - settlingMs,
  );
  if (
    write === undefined ||
    specsOf(lines, service).some(({ updatedAt }) => (compareInstants(updatedAt, write.at) ?? 0) >= 0)
  )
    return null;
  return `the engine's log has a call that changed ${service}, and no look showed what it changed`;
}

/** A container belongs to a task, and what became of it shows in the task's state. */
function taskNeverShown({ lines, endMs }: Looked, service: string): string | null {
  const checked = specsOf(lines, service).some(({ spec }) => spec.healthcheck);
  const tasks = new Map(tasksOf(lines, service).map((task) => [task.taskId, task]));
  for (const { action, health, taskId, atMs, service: of } of ofKind(lines, 'container')) {
    if (of !== service || atMs > endMs - settlingMs) continue;
    const task = tasks.get(taskId);
    if (task === undefined) return `a container of task ${taskId} is on record, and the task is not`;
    const up = (action === 'health' && health === 'healthy') || (action === 'start' && !checked);
    if (up && !hasRun(task))
      return (
        `a container of task ${taskId} ${action === 'start' ? 'started' : 'was healthy'}, and that the ` +
        'task ran is not on record'
      );
    if (action === 'die' && task.ended === null && task.last.exists && task.last.desired !== 'remove')
      return `a container of task ${taskId} died, and the end of that task is not on record`;
  }
  return null;
}

const ends: ReadonlySet<string> = new Set(['FAILED', 'REJECTED', 'COMPLETE']);

/** The engine's log has every state that is reported of a task. */
function endNeverShown({ lines, endMs }: Looked, service: string): string | null {
  const open = new Set(
    tasksOf(lines, service)
      .filter(({ ended, last }) => ended === null && last.exists && last.desired !== 'remove')
      .map(({ taskId }) => taskId),
  );
  const told = ofKind(lines, 'daemon-log').find(
    ({ about, taskId, atMs, line }) =>
      about === 'task' &&
      taskId !== null &&
      open.has(taskId) &&
      atMs < endMs - settlingMs &&
      ends.has(/updated to ([A-Z]+)/.exec(line)?.[1] ?? ''),
  );
  return told === undefined
    ? null
    : `the engine's log has the end of task ${told.taskId ?? ''}, and no look showed it`;
}

function hasRun({ ran, ended }: TaskHistory): boolean {
  return ran || ended !== null;
}
