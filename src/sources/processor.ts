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
  reads: 'init',
  attach: (watch, init) => {
    const [pid = ''] = init.split('@');
    // The engine's own view of processes: its containers' are in it, and nobody else's.
    const take = sampler(watch, `/proc/${pid}/root/proc`);
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
function sampler(watch: Watch, folder: string): (() => void) | null {
  const outage = outageOf(name, watch);
  let before: Moment;
  try {
    before = momentIn(folder);
  } catch {
    return null;
  }
  const worstLateMs = latenessOf(watch);
  return () => {
    try {
      const now = momentIn(folder);
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

function momentIn(folder: string): Moment {
  return { atMs: performance.now(), ...machineNow(), threads: threadsIn(folder) };
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
