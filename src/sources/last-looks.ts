// Looks at containers when something happened to them, and keeps the last words of those that ended until it
// is known whether they were to end.
import type { ContainerInspectFact, TaskLogFact } from '../evidence/fact.js';
import { inspectFactOf, type ContainerJson } from './container-view.js';
import type { EngineApi } from './engine-api.js';
import { lastWordsOf, unread } from './last-words.js';
import type { Watch } from './source.js';

export interface LastLooks {
  /**
   * Puts a container on record where it looks different from last time, with its last lines once it failed,
   * or when `atEnd` and it is not yet healthy.
   */
  readonly at: (id: string, signal: AbortSignal, atEnd?: boolean) => Promise<void>;
  /** The engine was asked to send it a signal, as swarm does to stop it. */
  readonly killed: (id: string) => void;
  /** Swarm says that its task ended unasked. */
  readonly failed: (id: string, taskId: string, signal: AbortSignal) => Promise<void>;
}

interface Known {
  /** The last look at it, as text. */
  text: string;
  wasKilled: boolean;
  /** What it had written when it was found ended; null before. */
  words: TaskLogFact | null;
  /** Whether those are on record. */
  told: boolean;
}

export function lastLooks(watch: Watch): LastLooks {
  const known = new Map<string, Known>();
  const turns = new Map<string, Promise<void>>();
  const of = (id: string): Known => {
    const one = known.get(id) ?? { text: '', wasKilled: false, words: null, told: false };
    known.set(id, one);
    return one;
  };
  const look = async (id: string, signal: AbortSignal, atEnd: boolean): Promise<void> => {
    const api = watch.apiOf(watch.seen.containers.get(id)?.nodeId ?? watch.node.id);
    const container = (await api?.getJson<ContainerJson>(`/containers/${id}/json`, signal)) ?? null;
    const one = of(id);
    if (api !== null && container !== null) await takeIn({ watch, api, one, container, signal, atEnd });
    if (one.words !== null && !one.told && (watch.seen.failedTasks.has(one.words.taskId) || !one.wasKilled))
      tell(watch, one, one.words);
  };
  /** One at a time of each container: who comes second finds what the first has read. */
  const at: LastLooks['at'] = (id, signal, atEnd = false) => {
    const turn = (turns.get(id) ?? Promise.resolve()).then(() => look(id, signal, atEnd));
    turns.set(
      id,
      turn.catch(() => undefined),
    );
    return turn;
  };
  return {
    at,
    killed: (id) => {
      of(id).wasKilled = true;
    },
    failed: async (id, taskId, signal) => {
      await at(id, signal);
      const one = of(id);
      if (one.words === null && one.text === '') tell(watch, one, unread(taskId));
    },
  };
}

interface Look {
  readonly watch: Watch;
  /** Of the node on which it is. */
  readonly api: EngineApi;
  readonly one: Known;
  readonly container: ContainerJson;
  readonly signal: AbortSignal;
  readonly atEnd: boolean;
}

async function takeIn({ watch, api, one, container, signal, atEnd }: Look): Promise<void> {
  const fact = inspectFactOf(container);
  const text = JSON.stringify(fact);
  if (one.text !== text) watch.emit(fact);
  one.text = text;
  if (hasEnded(fact)) one.words ??= await lastWordsOf(api, container, signal);
  else if (atEnd && fact.running && fact.health !== null && fact.health !== 'healthy')
    watch.emit(await lastWordsOf(api, container, signal));
}

/** One that never started has written nothing. */
function hasEnded({ running, startedAt }: ContainerInspectFact): boolean {
  return !running && !startedAt.startsWith('0001');
}

function tell(watch: Watch, one: Known, words: TaskLogFact): void {
  one.told = true;
  watch.emit(words);
}
