// The engine's own events, one stream. Live events can be dropped without a word and a broken stream loses
// its place, so they trigger looks and are never the only record.
import type { IncomingMessage } from 'node:http';
import { pause } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import { eventStream } from '../evidence/named-sources.js';
import { pathOf, textOf } from './engine-api.js';
import { eventAudit, type EventAudit } from './event-audit.js';
import { eventFilters, nanosOf, stackEventOf, type EventFilters } from './event-line.js';
import { outageOf, type Outage } from './outage.js';
import type { Source, Watch } from './source.js';

const name = eventStream;
const retryMs = 200;
/** What a look shows may be heard of so much later, on a machine that has much to do. */
const graceMs = 5000;
const auditMs = 1000;
/**
 * A new stream begins this long before the last event: events of services and containers are not in order of
 * time.
 */
const overlapSeconds = 2;
/** The engine replays 256 events at most. */
const linesRemembered = 512;
/** Seconds since 1970 before every event. */
const everythingKept = '1';

export const events: Source = {
  name,
  summary: "the engine's own events: a stream that triggers looks",
  watches: 'node',
  attach: async (watch) => {
    const first = await watch.api.stream(pathOf('/events', { filters: filtersFor(watch) }), watch.signal);
    const audit = eventAudit(graceMs);
    // What was there before the first look was there before the stream, too.
    let isWatching = false;
    watch.notices.on('shown', (what, nodeId) => {
      if (isWatching && nodeId === watch.node.id) audit.shown(what);
    });
    const streams = { watch, audit, outage: outageOf(name, watch, { needed: true }), current: first };
    if (watch.lookBack === true) await tellPast(streams);
    watch.follow(followStreams(streams));
    watch.every(auditMs, () => {
      breakIfSilent(streams);
    });
    const settle = async (signal: AbortSignal): Promise<void> => {
      await audit.settled(signal);
      breakIfSilent(streams);
    };
    const look = (): Promise<void> => {
      isWatching = true;
      return Promise.resolve();
    };
    return { look, collect: settle, conclude: (_, signal) => settle(signal) };
  },
};

/** Every manager tells of services: one is asked, and of each node's containers its own engine. */
function filtersFor({ node, engine }: Watch): EventFilters {
  return node === engine.nodes[0] ? eventFilters : { ...eventFilters, type: ['container'] };
}

interface Streams {
  readonly watch: Watch;
  readonly audit: EventAudit;
  readonly outage: Outage;
  /** Null while there is none. */
  current: IncomingMessage | null;
}

/** What the engine remembers, which is what came last: from the first of these on none is left out. */
async function tellPast({ watch, audit }: Streams): Promise<void> {
  const now = String(Math.floor(Date.now() / 1000));
  const answer = await watch.api.get(
    pathOf('/events', { filters: filtersFor(watch), since: everythingKept, until: now }),
    watch.signal,
  );
  for (const line of textOf(answer).split('\n')) if (line !== '') report(watch, audit, line);
}

/** A stream that kept something to itself is not trusted any more. */
function breakIfSilent({ audit, outage, current }: Streams): void {
  const reason = current === null ? null : audit.overdue();
  if (reason === null) return;
  outage.lost(reason);
  current?.destroy();
}

/** Reads the stream until the end of the watch; one that ends before is a gap, and followed by another. */
async function followStreams(streams: Streams): Promise<void> {
  const { watch, audit, outage } = streams;
  const reader = lineReader(watch, audit);
  while (!isOver(watch)) {
    try {
      streams.current ??= await watch.api.stream(
        pathOf('/events', { filters: filtersFor(watch), since: reader.since() }),
        watch.signal,
      );
      audit.begin();
      outage.saw();
      watch.notices.emit('changed');
      for await (const chunk of streams.current) {
        reader.read(chunk as Buffer);
        if (!streams.current.destroyed) outage.saw();
      }
      throw new LabError('evidence', 'the event stream ended');
    } catch (error) {
      streams.current = null;
      outage.lost(error);
      reader.forgetHalfLine();
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

function lineReader(watch: Watch, audit: EventAudit): LineReader {
  const recent = new Set<string>();
  let latestSeconds = Math.floor(Date.now() / 1000);
  let half = '';
  const take = (line: string): void => {
    if (line === '' || recent.has(line)) return;
    recent.add(line);
    if (recent.size > linesRemembered) recent.delete(recent.values().next().value as string);
    latestSeconds = Math.max(latestSeconds, Number((nanosOf(line) ?? '').slice(0, -9)));
    report(watch, audit, line);
  };
  return {
    read: (chunk) => {
      const lines = (half + chunk.toString()).split('\n');
      half = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
    forgetHalfLine: () => {
      half = '';
    },
    since: () => String(latestSeconds - overlapSeconds),
  };
}

function report(watch: Watch, audit: EventAudit, line: string): void {
  const event = stackEventOf(line, watch.stacks);
  if (event === null) return;
  watch.emit(event.fact, event.engineAt);
  audit.heard(event.fact);
  if (event.fact.kind === 'container') {
    const { containerId, service, taskId } = event.fact;
    watch.seen.containers.set(containerId, { service, taskId, nodeId: watch.node.id });
    watch.notices.emit('container', event.fact);
  }
  watch.notices.emit('changed');
}
