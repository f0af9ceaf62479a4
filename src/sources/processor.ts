// Who has the processors: how long the engine's threads had to wait for one, who ran meanwhile, and how late
// the lab itself was.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { outageOf } from './outage.js';
import { threadsIn, waitsBetween, type Threads } from './run-queue.js';
import { reading, type Watch } from './source.js';

const name = 'processor';
const beatMs = 200;
const sampleMs = 1000;
/** Of proc_stat(5): the kernel tells in hundredths of a second, whatever its own clock. */
const tickMs = 10;

export const processor = reading({
  name,
  summary: "who has the processors: how long the engine's threads waited, and how late the lab itself was",
  watches: 'swarm',
  reads: 'init',
  attach: (watch) => {
    // Each node's own view of processes: its containers' are in it, and nobody else's.
    const folders = watch.engine.nodes.flatMap(({ init }) =>
      init === null ? [] : [`/proc/${init.split('@')[0] ?? ''}/root/proc`],
    );
    const take = sampler(watch, folders);
    if (take === null) return null;
    watch.every(sampleMs, take);
    return { collect: take };
  },
});

interface Moment {
  readonly atMs: number;
  readonly busyMs: number;
  readonly stolenMs: number;
  readonly threads: Threads;
}

/** Null where the kernel keeps no such account. */
function sampler(watch: Watch, folders: readonly string[]): (() => void) | null {
  const outage = outageOf(name, watch);
  let before: Moment;
  try {
    before = momentIn(folders);
  } catch {
    return null;
  }
  const worstLateMs = latenessOf(watch);
  return () => {
    try {
      const now = momentIn(folders);
      watch.emit({
        kind: 'processor',
        cores: availableParallelism(),
        spanMs: Math.round(now.atMs - before.atMs),
        busyMs: now.busyMs - before.busyMs,
        stolenMs: now.stolenMs - before.stolenMs,
        ...waitsBetween(before.threads, now.threads),
        labLateMs: Math.round(worstLateMs()),
      });
      before = now;
      outage.saw();
    } catch (error) {
      outage.lost(error);
    }
  };
}

/** How late the latest of the lab's beats came since this was last asked. */
function latenessOf(watch: Watch): () => number {
  let [lastMs, worstMs] = [performance.now(), 0];
  const note = (): void => {
    worstMs = Math.max(worstMs, performance.now() - lastMs - beatMs);
  };
  watch.every(beatMs, () => {
    note();
    lastMs = performance.now();
  });
  return () => {
    note();
    const worst = worstMs;
    worstMs = 0;
    return worst;
  };
}

function momentIn(folders: readonly string[]): Moment {
  return { atMs: performance.now(), ...machineNow(), threads: threadsInAll(folders) };
}

/** Of several nodes each has numbers of its own, and the same ones as the others. */
function threadsInAll(folders: readonly string[]): Threads {
  const [only] = folders;
  if (only !== undefined && folders.length === 1) return threadsIn(only);
  return new Map(
    folders.flatMap((folder) =>
      [...threadsIn(folder)].map(([id, thread]) => [`${folder} ${id}`, thread] as const),
    ),
  );
}

/** proc_stat(5): user, nice, system, idle, iowait, irq, softirq and steal, of all processors together. */
function machineNow(): Pick<Moment, 'busyMs' | 'stolenMs'> {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (
    readFileSync('/proc/stat', 'latin1').split('\n')[0] ?? ''
  )
    .split(/ +/)
    .map(Number);
  return { busyMs: (user + nice + system + irq + softirq) * tickMs, stolenMs: steal * tickMs };
}
