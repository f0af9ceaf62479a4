// dockerd's own debug log, from where it ends at the start: the best record of what the updater did and who
// wrote to a service.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { engineLog } from '../evidence/named-sources.js';
import type { DaemonLogFact } from '../evidence/fact.js';
import { daemonLineOf } from './daemon-line.js';
import { outageOf } from './outage.js';
import { reading, type Watch } from './source.js';

const name = engineLog;
const readMs = 200;
const chunkBytes = 64 * 1024;

export const daemonLog = reading({
  name,
  summary: "dockerd's own debug log: what the updater did, and who wrote to a service",
  watches: 'node',
  reads: 'daemonLog',
  attach: (watch, path) => {
    let handle: number;
    try {
      handle = openSync(path, 'r');
    } catch (error) {
      outageOf(name, watch).lost(error);
      return null;
    }
    const read = reader(watch, path, handle);
    watch.every(readMs, read);
    return {
      collect: read,
      detach: () => {
        read();
        closeSync(handle);
      },
    };
  },
});

/**
 * A log without its file, or cut short, is an outage: what was written before the next look at it is lost.
 */
function reader(watch: Watch, path: string, handle: number): () => void {
  const outage = outageOf(name, watch);
  const log = logIn(handle);
  return () => {
    try {
      statSync(path);
      if (log.isCutShort()) outage.missed("the engine's log was cut short");
      log.readOn((line) => {
        report(watch, line);
      });
      outage.saw();
    } catch (error) {
      outage.lost(error);
    }
  };
}

interface Log {
  /**
   * Whether lines are gone that were read already, and maybe others with them; reading then goes on from the
   * new beginning.
   */
  readonly isCutShort: () => boolean;
  readonly readOn: (take: (line: string) => void) => void;
}

function logIn(handle: number): Log {
  const buffer = Buffer.alloc(chunkBytes);
  let decoder = new StringDecoder('utf8');
  let offset = fstatSync(handle).size;
  let half = '';
  return {
    isCutShort: () => {
      if (fstatSync(handle).size >= offset) return false;
      [offset, half, decoder] = [0, '', new StringDecoder('utf8')];
      return true;
    },
    readOn: (take) => {
      for (;;) {
        const length = readSync(handle, buffer, 0, chunkBytes, offset);
        if (length === 0) return;
        offset += length;
        const lines = (half + decoder.write(buffer.subarray(0, length))).split('\n');
        half = lines.pop() ?? '';
        for (const line of lines) take(line);
      }
    },
  };
}

function report(watch: Watch, line: string): void {
  const known = daemonLineOf(line);
  if (known === null) return;
  const { fact, engineAt } = known;
  const { containerId, taskId } = fact.containerId === null ? fact : containerOf(watch, fact.containerId);
  watch.emit({ ...fact, serviceId: idOf(watch, fact.serviceId), containerId, taskId }, engineAt);
  if (fact.about === 'task') watch.notices.emit('task');
}

/** A client may call a service by its name; of several that had it, the last one is meant. */
function idOf({ seen: { serviceNames } }: Watch, idOrName: string | null): string | null {
  return [...serviceNames].findLast(([, service]) => service === idOrName)?.[0] ?? idOrName;
}

/**
 * A client may call a task's container by its name, which ends in the task's id, or by the beginning of its
 * id.
 */
function containerOf(
  { seen: { containers } }: Watch,
  called: string,
): Pick<DaemonLogFact, 'containerId' | 'taskId'> {
  const found = [...containers].find(
    ([id, { taskId }]) => id.startsWith(called) || (taskId !== '' && called.endsWith(`.${taskId}`)),
  );
  return { containerId: found?.[0] ?? called, taskId: found?.[1].taskId ?? null };
}
