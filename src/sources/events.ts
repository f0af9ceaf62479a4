// The engine's own events, one stream. Live events can be dropped without a word and a broken stream loses its place,
// so they trigger looks and are never the only record.
import type { IncomingMessage } from 'node:http';
import { pause } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import { pathOf } from './engine-api.js';
import { eventFilters, nanosOf, stackEventOf } from './event-line.js';
import { outageOf } from './outage.js';
import type { Source, Watch } from './source.js';

const name = 'events';
const retryMs = 200;
/** A new stream begins this long before the last event: events of services and containers are not in order of time. */
const overlapSeconds = 2;
/** The engine replays 256 events at most. */
const linesRemembered = 512;

export const events: Source = {
  name,
  attach: async (watch) => {
    const first = await watch.api.stream(pathOf('/events', { filters: eventFilters }), watch.signal);
    watch.follow(followStreams(watch, first));
    return {};
  },
};

/** Reads the stream until the end of the watch; one that ends before is a gap, and followed by another. */
async function followStreams(watch: Watch, first: IncomingMessage): Promise<void> {
  const outage = outageOf(name, watch);
  const reader = lineReader(watch);
  let stream: IncomingMessage | null = first;
  while (!isOver(watch)) {
    try {
      stream ??= await watch.api.stream(pathOf('/events', { filters: eventFilters, since: reader.since() }), watch.signal);
      outage.saw();
      watch.notices.emit('changed');
      for await (const chunk of stream) reader.read(chunk as Buffer);
      throw new LabError('evidence', 'the event stream ended');
    } catch (error) {
      outage.lost(error);
      reader.forgetHalfLine();
      stream = null;
      await pause(retryMs, watch.signal).catch(() => undefined);
    }
  }
}

/** Read through a function: the signal may have aborted while the loop waited. */
function isOver(watch: Watch): boolean {
  return watch.signal.aborted;
}

interface LineReader {
  readonly read: (chunk: Buffer) => void;
  readonly forgetHalfLine: () => void;
  /** Seconds since 1970 from which a new stream should begin. */
  readonly since: () => string;
}

function lineReader(watch: Watch): LineReader {
  const recent = new Set<string>();
  let latestSeconds = Math.floor(Date.now() / 1000);
  let half = '';
  const take = (line: string): void => {
    if (line === '' || recent.has(line)) return;
    recent.add(line);
    if (recent.size > linesRemembered) recent.delete(recent.values().next().value as string);
    latestSeconds = Math.max(latestSeconds, Number((nanosOf(line) ?? '').slice(0, -9)));
    report(watch, line);
  };
  return {
    read: (chunk) => {
      const lines = (half + chunk.toString()).split('\n');
      half = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
    forgetHalfLine: () => { half = ''; },
    since: () => String(latestSeconds - overlapSeconds),
  };
}

function report(watch: Watch, line: string): void {
  const event = stackEventOf(line, watch.stacks);
  if (event === null) return;
  watch.emit(event.fact, event.engineAt);
  if (event.fact.kind === 'container') {
    const { containerId, service, taskId } = event.fact;
    watch.seen.containers.set(containerId, { service, taskId });
    watch.notices.emit('container', event.fact);
  }
  watch.notices.emit('changed');
}
