// Holds what looks show against what the event stream told. A stream can fall silent without an end, or drop
// events without a word; but every write to a service makes an event, and so do the start and the end of
// every container.
import type { ContainerFact, ServiceEventFact } from '../evidence/fact.js';
import { pause } from '../base/deadline.js';

/** Something that a look showed and that must have made an event. */
export interface Shown {
  /** Of a service any event, of a container the one with this action. */
  readonly event: 'service' | 'start' | 'die';
  /** Id of the service or container. */
  readonly id: string;
  /** The event is not older than this, by `performance.now()`. */
  readonly sinceMs: number;
}

export interface EventAudit {
  readonly heard: (fact: ServiceEventFact | ContainerFact) => void;
  readonly shown: (what: Shown) => void;
  /** What should have been heard by now and was not, in words; null when nothing is overdue. */
  readonly overdue: () => string | null;
  /** Resolves when nothing is awaited any more, or something is overdue. */
  readonly settled: (signal: AbortSignal) => Promise<void>;
  /** Forgets what was awaited: the stream begins anew. */
  readonly begin: () => void;
}

const waitAgainMs = 50;

/** An event may come so many milliseconds after the look that shows its effect. */
export function eventAudit(graceMs: number): EventAudit {
  const heardMs = new Map<string, number>();
  const awaited = new Map<string, { readonly dueMs: number; readonly words: string }>();
  const overdue = (): string | null =>
    [...awaited.values()].find(({ dueMs }) => performance.now() > dueMs)?.words ?? null;
  return {
    heard: (fact) => {
      const key =
        fact.kind === 'service-event' ? `service ${fact.serviceId}` : `${fact.action} ${fact.containerId}`;
      heardMs.set(key, performance.now());
      awaited.delete(key);
    },
    shown: ({ event, id, sinceMs }) => {
      const key = `${event} ${id}`;
      const lastMs = heardMs.get(key);
      if ((lastMs !== undefined && lastMs >= sinceMs) || awaited.has(key)) return;
      // One that was made and never started ends without an event.
      if (event === 'die' && !heardMs.has(`start ${id}`)) return;
      awaited.set(key, { dueMs: performance.now() + graceMs, words: wordsFor(event, id) });
    },
    overdue,
    settled: async (signal) => {
      while (awaited.size > 0 && overdue() === null) await pause(waitAgainMs, signal);
    },
    begin: () => {
      awaited.clear();
    },
  };
}

function wordsFor(event: Shown['event'], id: string): string {
  if (event === 'service') return `the event stream said nothing of a change to the service ${id}`;
  return (
    `the event stream said nothing of the ${event === 'start' ? 'start' : 'end'} of the container ` +
    id.slice(0, 12)
  );
}
