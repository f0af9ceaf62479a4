// The memory that all containers of the engine share, sampled from its cgroup.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvelopeFact } from '../evidence/fact.js';
import { outageOf } from './outage.js';
import type { Source, Watch } from './source.js';

const name = 'envelope';
const sampleMs = 200;
/** A sample is written when it moved by this much, or when the last one is this old. */
const worthBytes = 2 * 1024 ** 2;
const silenceMs = 1000;

export const envelope: Source = {
  name,
  attach: (watch) => {
    const { envelopeCgroup: folder, cgroupVersion: version } = watch.engine;
    if (folder === null || version === null) return Promise.resolve(null);
    const sample = sampler(watch, version === 1 ? () => readV1(folder) : () => readV2(folder));
    sample();
    watch.every(sampleMs, sample);
    return Promise.resolve({});
  },
};

function sampler(watch: Watch, read: () => EnvelopeFact): () => void {
  const outage = outageOf(name, watch);
  let last: EnvelopeFact | null = null;
  let lastMs = 0;
  const isWorth = (now: EnvelopeFact): boolean => last === null || performance.now() - lastMs >= silenceMs
    || now.hits !== last.hits || now.kills !== last.kills || now.limitBytes !== last.limitBytes
    || Math.abs(now.usageBytes - last.usageBytes) >= worthBytes;
  return () => {
    let now: EnvelopeFact;
    try {
      now = read();
      outage.over();
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
 * cgroup v1 with hierarchy: usage and failed charges of the parent include its children, kills do not. A kill is counted in the
 * victim's own cgroup, which goes away with its container, so none is told.
 */
function readV1(folder: string): EnvelopeFact {
  return {
    kind: 'envelope', usageBytes: numberIn(folder, 'memory.usage_in_bytes'), limitBytes: numberIn(folder, 'memory.limit_in_bytes'),
    hits: numberIn(folder, 'memory.failcnt') + Number(textIfThere(folder, 'memory.memsw.failcnt')), kills: null, pressure: null,
  };
}

function readV2(folder: string): EnvelopeFact {
  const events = textIn(folder, 'memory.events');
  const pressure = /^some avg10=([\d.]+)/m.exec(textIfThere(folder, 'memory.pressure'))?.[1];
  return {
    kind: 'envelope', usageBytes: numberIn(folder, 'memory.current'), limitBytes: numberIn(folder, 'memory.max'),
    hits: countIn(events, 'max') ?? 0, kills: countIn(events, 'oom_kill'), pressure: pressure === undefined ? null : Number(pressure),
  };
}

function countIn(events: string, key: string): number | null {
  const count = new RegExp(`^${key} (\\d+)$`, 'm').exec(events)?.[1];
  return count === undefined ? null : Number(count);
}

function numberIn(folder: string, file: string): number {
  const text = textIn(folder, file).trim();
  return text === 'max' ? Number.MAX_SAFE_INTEGER : Number(text);
}

function textIn(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** Empty where the kernel has no such file: swap or pressure may not be accounted. */
function textIfThere(folder: string, file: string): string {
  try {
    return textIn(folder, file);
  } catch {
    return '';
  }
}
