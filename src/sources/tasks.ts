// Tasks of the stacks, as swarm shows them. Swarm sends no task events, so this look is the only source.
import type { TaskFact } from '../evidence/fact.js';
import { pathOf, textOf } from './engine-api.js';
import { outageOf } from './outage.js';
import { stackOf, type Source, type Watch } from './source.js';
import { taskHashOf } from './spec-view.js';
import { stampFinder, type FindStamps } from './task-stamps.js';
import { taskFactOf, type TaskJson } from './task-view.js';

const name = 'tasks';
/** A service's task is not meant to complete either. */
const unaskedEnds: ReadonlySet<string> = new Set(['failed', 'complete', 'rejected']);

interface Known {
  readonly versionIndex: number;
  readonly fact: TaskFact;
}

export const tasks: Source = {
  name,
  attach: async (watch, signal) => {
    const ask = asker(watch);
    const outage = outageOf(name, watch);
    await ask(signal);
    return {
      look: async () => {
        try {
          await ask(watch.signal);
          outage.over();
        } catch (error) {
          outage.lost(error);
        }
      },
    };
  },
};

function asker(watch: Watch): (signal: AbortSignal) => Promise<void> {
  const path = pathOf('/tasks', { filters: { name: watch.stacks.map((stack) => `${stack}_`) } });
  const findStamps = stampFinder(watch);
  const known = new Map<string, Known>();
  let lastBody: Buffer | null = null;
  return async (signal) => {
    const answer = await watch.api.get(path, signal);
    const text = textOf(answer);
    if (lastBody?.equals(answer.body) && !findStamps.pending()) return;
    const list = JSON.parse(text) as readonly TaskJson[];
    const stamps = await findStamps.of(list.map(({ ID }) => ID), signal);
    recordChanged(watch, known, list, stamps);
    recordGone(watch, known, list, findStamps);
    lastBody = answer.body;
  };
}

function recordChanged(
  watch: Watch, known: Map<string, Known>, list: readonly TaskJson[], stamps: ReadonlyMap<string, string>,
): void {
  for (const task of list) {
    const before = known.get(task.ID);
    const stamp = stamps.get(task.ID) ?? null;
    if (before?.versionIndex === task.Version.Index && before.fact.stamp === stamp) continue;
    const service = watch.seen.serviceNames.get(task.ServiceID) ?? before?.fact.service ?? '';
    if (service !== '' && stackOf(watch.stacks, service) === null) continue;
    const fact = taskFactOf(task, { service, stamp, taskHash: before?.fact.taskHash ?? taskHashOf(task.Spec) });
    if (unaskedEnds.has(fact.state)) watch.seen.failedTasks.add(fact.taskId);
    known.set(task.ID, { versionIndex: task.Version.Index, fact });
    if (before === undefined || !sameFact(before.fact, fact)) watch.emit(fact);
  }
}

function recordGone(watch: Watch, known: Map<string, Known>, list: readonly TaskJson[], stamps: FindStamps): void {
  const alive = new Set(list.map(({ ID }) => ID));
  for (const [id, { fact }] of known) {
    if (alive.has(id)) continue;
    known.delete(id);
    stamps.forget(id);
    watch.emit({ ...fact, exists: false });
  }
}

/** Swarm also writes to tasks without changing anything that a fact shows. */
function sameFact(a: TaskFact, b: TaskFact): boolean {
  return (Object.keys(a) as (keyof TaskFact)[]).every((key) => a[key] === b[key]);
}
