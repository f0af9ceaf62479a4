// The memory of each container of the stacks, sampled from its own cgroup below the engine's envelope: who
// took what of it. It is there for the picture; no verdict needs it.
import { join } from 'node:path';
import type { ContainerMemoryFact } from '../evidence/fact.js';
import { openFiles, type OpenFiles } from './open-files.js';
import { reading, type Watch } from './source.js';

const name = 'container-memory';
const sampleMs = 200;
/** A sample is written when it moved by this much, or when the last one is this old. */
const worthBytes = 2 * 1024 ** 2;
const silenceMs = 2000;

const files = {
  1: { usage: 'memory.usage_in_bytes', limit: 'memory.limit_in_bytes' },
  2: { usage: 'memory.current', limit: 'memory.max' },
} as const;

export const containerMemory = reading({
  name,
  summary: 'the memory of each container, and its own limit',
  watches: 'node',
  reads: 'envelopeCgroup',
  attach: (watch, folder) => {
    const { cgroupVersion: version } = watch.engine;
    if (version === null) return null;
    const open = new Map<string, Sampled>();
    const end = (id: string): void => {
      open.get(id)?.files.close();
      open.delete(id);
    };
    watch.notices.on('container', ({ action, containerId }) => {
      if (action === 'die' || action === 'destroy') end(containerId);
      if (action !== 'start' || open.has(containerId)) return;
      const opened = openOf(join(folder, containerId), version);
      if (opened !== null) open.set(containerId, { files: opened, last: null, lastMs: 0 });
    });
    watch.every(sampleMs, () => {
      for (const [id, sampled] of open) if (!sample(watch, id, { sampled, version })) end(id);
    });
    return {
      detach: () => {
        for (const id of [...open.keys()]) end(id);
      },
    };
  },
});

interface Sampled {
  readonly files: OpenFiles;
  last: ContainerMemoryFact | null;
  lastMs: number;
}

/** Null for a container that is gone already. */
function openOf(folder: string, version: 1 | 2): OpenFiles | null {
  const { usage, limit } = files[version];
  try {
    return openFiles(folder, { [usage]: true, [limit]: true });
  } catch {
    return null;
  }
}

/** False when the cgroup is gone: its container has ended. */
function sample(
  watch: Watch,
  containerId: string,
  { sampled, version }: { readonly sampled: Sampled; readonly version: 1 | 2 },
): boolean {
  const { usage, limit } = files[version];
  let now: ContainerMemoryFact;
  try {
    now = {
      kind: name,
      containerId,
      usageBytes: Number(sampled.files.textIn(usage)),
      limitBytes: limitIn(sampled.files.textIn(limit)),
    };
  } catch {
    return false;
  }
  const { last, lastMs } = sampled;
  const isWorth =
    last === null ||
    performance.now() - lastMs >= silenceMs ||
    now.limitBytes !== last.limitBytes ||
    Math.abs(now.usageBytes - last.usageBytes) >= worthBytes;
  if (!isWorth) return true;
  [sampled.last, sampled.lastMs] = [now, performance.now()];
  watch.emit(now);
  return true;
}

/** Without a limit v1 has the largest number of pages that there can be, and v2 the word max. */
function limitIn(text: string): number | null {
  const bytes = Number(text);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
