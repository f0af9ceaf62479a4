// Tasks of the stacks, as swarm shows them. Swarm sends no task events, so this look is the only source.
// Something else tells first of nearly all that moves a task: a write to its service, an event of its
// container, or dockerd's own log, which has every state that is reported of a task. From each of these on
// every look is taken for a while, as swarm stores the state some time after its cause. What comes without
// any sign, as when a task that waited is given its node, is seen by a slower look, and is a sign itself.
import type { TaskFact } from '../evidence/fact.js';
import { pathOf, textOf } from './engine-api.js';
import { outageOf } from './outage.js';
import { patienceMs, stackOf, type Source, type Watch } from './source.js';
import { taskHashOf } from './spec-view.js';
import { stampFinder, type FindStamps } from './task-stamps.js';
import { endedStates, taskFactOf, type TaskJson } from './task-view.js';

const name = 'tasks';
/** For so long after a sign no look is left out, and without a sign so much time passes between two. */
const restlessMs = 1000;
const quietLookMs = 1000;
/** A service's task is not meant to complete either. */
const unaskedEnds: ReadonlySet<string> = new Set(['failed', 'complete', 'rejected']);

interface Known {
  readonly versionIndex: number;
  readonly fact: TaskFact;
  /** Whether it was there when the watch began: its container may have started unseen. */
  readonly isOld: boolean;
}

export const tasks: Source = {
  name,
  summary: 'the tasks of the stacks, as swarm shows them',
  watches: 'swarm',
  attach: async (watch) => {
    const asker = askerOf(watch);
    const outage = outageOf(name, watch, { patienceMs, needed: true });
    let [signMs, askedMs] = [performance.now(), performance.now()];
    const onSign = (): void => {
      signMs = performance.now();
    };
    watch.notices.on('changed', onSign).on('task', onSign);
    const isQuiet = (nowMs: number): boolean =>
      nowMs - signMs > restlessMs && nowMs - askedMs < quietLookMs && !asker.isPending();
    await asker.ask();
    return {
      look: async (why) => {
        const nowMs = performance.now();
        if (why === 'poll' && isQuiet(nowMs)) return;
        askedMs = nowMs;
        try {
          if (await asker.ask()) onSign();
          outage.saw();
        } catch (error) {
          outage.lost(error);
        }
      },
    };
  },
};

interface Asker {
  /** Resolves with whether anything changed. */
  readonly ask: () => Promise<boolean>;
  /** A task's stamp is still being looked for. */
  readonly isPending: () => boolean;
}

function askerOf(watch: Watch): Asker {
  const path = pathOf('/tasks', { filters: { name: watch.stacks.map((stack) => `${stack}_`) } });
  const findStamps = stampFinder(watch);
  const known = new Map<string, Known>();
  let lastBody: Buffer | null = null;
  const ask = async (): Promise<boolean> => {
    const answer = await watch.api.look(path);
    if (lastBody?.equals(answer.body) && !findStamps.pending()) return false;
    const list = JSON.parse(textOf(answer)) as readonly TaskJson[];
    const stamps = await findStamps.of(list.map(({ ID }) => ID));
    recordChanged(watch, known, { list, stamps, isFirst: lastBody === null });
    recordGone(watch, known, list, findStamps);
    lastBody = answer.body;
    return true;
  };
  return { ask, isPending: findStamps.pending };
}

interface Look {
  readonly list: readonly TaskJson[];
  /** Task -> stamp of the deploy that made it. */
  readonly stamps: ReadonlyMap<string, string>;
  readonly isFirst: boolean;
}

function recordChanged(watch: Watch, known: Map<string, Known>, { list, stamps, isFirst }: Look): void {
  for (const task of list) {
    const before = known.get(task.ID);
    const stamp = stamps.get(task.ID) ?? null;
    if (before?.versionIndex === task.Version.Index && before.fact.stamp === stamp) continue;
    const service = watch.seen.serviceNames.get(task.ServiceID) ?? before?.fact.service ?? '';
    if (service !== '' && stackOf(watch.stacks, service) === null) continue;
    const fact = taskFactOf(task, {
      service,
      stamp,
      taskHash: before?.fact.taskHash ?? taskHashOf(task.Spec),
    });
    const isOld = before?.isOld ?? isFirst;
    known.set(task.ID, { versionIndex: task.Version.Index, fact, isOld });
    if (before === undefined || !sameFact(before.fact, fact)) watch.emit(fact);
    if (fact.containerId !== null)
      watch.seen.containers.set(fact.containerId, {
        service,
        taskId: fact.taskId,
        nodeId: fact.nodeId ?? '',
      });
    if (unaskedEnds.has(fact.state)) noteFailure(watch, fact);
    if (fact.state !== before?.fact.state) noteContainer(watch, fact, isOld);
  }
}

function noteFailure({ seen, notices }: Watch, { taskId, containerId }: TaskFact): void {
  if (seen.failedTasks.has(taskId)) return;
  seen.failedTasks.add(taskId);
  if (containerId !== null) notices.emit('failed', taskId, containerId);
}

/** Events of containers come from the engine of their node only. */
function noteContainer(
  { notices }: Watch,
  { containerId: id, nodeId, state }: TaskFact,
  isOld: boolean,
): void {
  if (id === null || nodeId === null) return;
  if (state === 'running' && !isOld)
    notices.emit('shown', { event: 'start', id, sinceMs: -Infinity }, nodeId);
  if (endedStates.has(state)) notices.emit('shown', { event: 'die', id, sinceMs: -Infinity }, nodeId);
}

function recordGone(
  watch: Watch,
  known: Map<string, Known>,
  list: readonly TaskJson[],
  stamps: FindStamps,
): void {
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
