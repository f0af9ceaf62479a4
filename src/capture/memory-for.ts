// How much memory the engine of a trial gets: as much as the tasks of the live stack could have, where that
// was little; room for both versions side by side, where it was plenty.
import { formatBytes } from '../base/units.js';
import { shortName } from './naming.js';
import { replicasOf } from './replicas.js';
import type { LiveStack } from './live-stack.js';

export interface MemoryForTrial {
  readonly bytes: number;
  /** Why as much, in a sentence or two. */
  readonly because: string;
}

const mib = 1024 ** 2;
/** Of a task that nobody could look at and that has no limit. */
const unknownBytes = 128 * mib;
/** What is more than tasks: programs that look on, and what the kernel keeps. */
const besideBytes = 256 * mib;
/** Of a process that was killed, as the kernel does where memory runs out; and the engine one told to end. */
const killedCode = 137;

export function memoryFor(live: LiveStack): MemoryForTrial {
  const used = usedByServices(live);
  const wanted = live.services.reduce((sum, { json: { Spec: spec } }) => {
    const limit = spec.TaskTemplate.Resources?.Limits?.MemoryBytes || null;
    return sum + replicasOf(spec) * (used.get(shortName(live.name, spec.Name)) ?? limit ?? unknownBytes);
  }, 0);
  const enough = Math.ceil((2 * wanted + besideBytes) / mib) * mib;
  const room = roomOf(live);
  const plenty = (because: string): MemoryForTrial => ({
    bytes: enough,
    because:
      `${because}: this is room for both versions of every task.` + loadText(live, enough - 1.5 * wanted),
  });
  if (live.engine.nodes > 1)
    return plenty(
      `The swarm has ${String(live.engine.nodes)} nodes, of which one was looked at: how much memory was ` +
        'free for its tasks together cannot be seen from here',
    );
  if (room === null || live.freeBytes === null)
    return plenty('How much memory was free there cannot be seen from here');
  const held = formatBytes(room - live.freeBytes);
  const seen = `There were ${formatBytes(live.freeBytes)} free, and the stack held ${held}`;
  return room < enough
    ? {
        bytes: Math.floor(room / mib) * mib,
        because: `${seen}: its tasks have as much here, together.`,
      }
    : plenty(`${seen}, so memory is not short now`);
}

/** Where memory was short for a while: a load that leaves room for one version and not for two. */
function loadText({ services, containers }: LiveStack, loadBytes: number): string {
  const killed = services.some(({ tasks }) =>
    tasks.some(
      ({ ID: id, Spec: { Resources: resources }, Status: { State: state, ContainerStatus: status } }) =>
        !resources?.Limits?.MemoryBytes &&
        ((state === 'failed' && status?.ExitCode === killedCode) ||
          containers.some(({ taskId, killedForMemory }) => taskId === id && killedForMemory)),
    ),
  );
  if (!killed) return '';
  return (
    ' Yet a task without a limit of its own was killed, as for memory that is short for a while. To have ' +
    `it so here, add load: [{ memory: ${String(Math.round(loadBytes / mib))}MiB, during: upgrade }].`
  );
}

/**
 * What the tasks of the stack have and could still take together; null where that cannot be seen: of several
 * nodes one is looked at, and what its tasks have says nothing of what all of them want.
 */
export function roomOf({ engine, services, containers, freeBytes }: LiveStack): number | null {
  const meant = services.flatMap(({ tasks }) =>
    tasks.flatMap(({ ID: id, DesiredState: desired }) => (desired === 'running' ? id : [])),
  );
  const running = containers.filter(
    ({ taskId, startedAt, finishedAt }) =>
      meant.includes(taskId) && startedAt !== null && finishedAt === null,
  );
  if (freeBytes === null || engine.nodes > 1) return null;
  if (running.some(({ memoryBytes }) => memoryBytes === null)) return null;
  return freeBytes + containers.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);
}

/** Service, without the stack's name -> the most that one of its tasks holds now; where one could be seen. */
export function usedByServices({ name, services, containers }: LiveStack): ReadonlyMap<string, number> {
  return new Map(
    services.flatMap(({ json: { Spec: spec }, tasks }) => {
      const held = tasks.flatMap(
        ({ ID: id }) => containers.find(({ taskId }) => taskId === id)?.memoryBytes ?? [],
      );
      return held.length === 0 ? [] : [[shortName(name, spec.Name), Math.max(...held)] as const];
    }),
  );
}
