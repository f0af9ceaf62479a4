// The memory that all containers of the engine share, sampled from its cgroup.
import type { EnvelopeFact } from '../evidence/fact.js';
import { openFiles, type OpenFiles } from './open-files.js';
import { outageOf } from './outage.js';
import { reading, type Watch } from './source.js';

const name = 'envelope';
const sampleMs = 200;
/** False for what a kernel may lack: swap or pressure need not be accounted. */
const filesV1 = {
  'memory.usage_in_bytes': true,
  'memory.limit_in_bytes': true,
  'memory.failcnt': true,
  'memory.memsw.failcnt': false,
};
const filesV2 = {
  'memory.current': true,
  'memory.max': true,
  'memory.events': true,
  'memory.pressure': false,
};
/** A sample is written when it moved by this much, or when the last one is this old. */
const worthBytes = 2 * 1024 ** 2;
const silenceMs = 1000;

export const envelope = reading({
  name,
  summary: 'the memory that all containers of the engine share, and its limit',
  watches: 'node',
  reads: 'envelopeCgroup',
  attach: (watch, folder) => {
    const { cgroupVersion: version } = watch.engine;
    if (version === null) return null;
    let files: OpenFiles;
    try {
      files = version === 1 ? openFiles(folder, filesV1) : openFiles(folder, filesV2);
    } catch (error) {
      outageOf(name, watch).lost(error);
      return null;
    }
    const sample = sampler(watch, version === 1 ? () => readV1(files.textIn) : () => readV2(files.textIn));
    sample();
    watch.every(sampleMs, sample);
    return { detach: files.close };
  },
});

function sampler(watch: Watch, read: () => EnvelopeFact): () => void {
  const outage = outageOf(name, watch);
  let last: EnvelopeFact | null = null;
  let lastMs = 0;
  const isWorth = (now: EnvelopeFact): boolean =>
    last === null ||
    performance.now() - lastMs >= silenceMs ||
    now.hits !== last.hits ||
    now.kills !== last.kills ||
    now.limitBytes !== last.limitBytes ||
    Math.abs(now.usageBytes - last.usageBytes) >= worthBytes;
  return () => {
    let now: EnvelopeFact;
    try {
      now = read();
      outage.saw();
    } catch (error) {
      outage.lost(error);
      return;
    }
    if (!isWorth(now)) return;
    last = now;
    lastMs = performance.now();
    watch.emit(now);
  };
}

/**
 * Where memory and swap together have the same limit as memory, the kernel counts the failed charge there.
 * cgroup v1 with hierarchy: usage and failed charges of the parent include its children, kills do not. A kill
 * is counted in the victim's own cgroup, which goes away with its container, so none is told.
 */
function readV1(textIn: OpenFiles['textIn']): EnvelopeFact {
  return {
    kind: 'envelope',
    usageBytes: numberOf(textIn('memory.usage_in_bytes')),
    limitBytes: numberOf(textIn('memory.limit_in_bytes')),
    hits: numberOf(textIn('memory.failcnt')) + numberOf(textIn('memory.memsw.failcnt')),
    kills: null,
    pressure: null,
  };
}

function readV2(textIn: OpenFiles['textIn']): EnvelopeFact {
  const events = textIn('memory.events');
  const pressure = /^some avg10=([\d.]+)/m.exec(textIn('memory.pressure'))?.[1];
  return {
    kind: 'envelope',
    usageBytes: numberOf(textIn('memory.current')),
    limitBytes: numberOf(textIn('memory.max')),
    hits: countIn(events, 'max') ?? 0,
    kills: countIn(events, 'oom_kill'),
    pressure: pressure === undefined ? null : Number(pressure),
  };
}

function countIn(events: string, key: string): number | null {
  const count = new RegExp(`^${key} (\\d+)$`, 'm').exec(events)?.[1];
  return count === undefined ? null : Number(count);
}

function numberOf(text: string): number {
  return text === 'max\n' ? Number.MAX_SAFE_INTEGER : Number(text);
}
