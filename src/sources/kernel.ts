// The kernel's log, for the processes it kills inside the engine's envelopes: the only word on who the victim
// was. Docker's own `oom` event goes to every container below the cgroup that ran full.
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { kernelLog } from '../evidence/named-sources.js';
import { kernelRecordOf, oomJoiner, type KernelOom, type OomJoiner } from './kernel-lines.js';
import { outageOf } from './outage.js';
import { reading, type Watch } from './source.js';

const name = kernelLog;
/**
 * A kill in a container makes an `oom` event or its death, after which the log is read at once; this is for
 * what makes neither.
 */
const drainMs = 1000;
const device = '/dev/kmsg';
/** Longer than any record of the kernel. */
const recordBytes = 16 * 1024;
/** Records were overwritten before they were read; reading goes on with the oldest that is there. */
const overrun = 'EPIPE';

export const kernel = reading({
  name,
  summary: "the kernel's log, for the processes that it kills inside the engine's envelope",
  watches: 'swarm',
  reads: 'sharesKernel',
  attach: (watch) => {
    let handle: number;
    try {
      handle = openSync(device, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      outageOf(name, watch).lost(error);
      return null;
    }
    const drain = drainer(watch, handle);
    // What is long over waits until the containers are known that it is about.
    if (watch.lookBack === true)
      return {
        collect: drain,
        detach: () => {
          closeSync(handle);
        },
      };
    watch.every(drainMs, drain);
    watch.notices.on('container', ({ action, exitCode }) => {
      if (action === 'oom' || (action === 'die' && exitCode === 137)) drain();
    });
    return {
      collect: drain,
      detach: () => {
        drain();
        closeSync(handle);
      },
    };
  },
});

function drainer(watch: Watch, handle: number): () => void {
  const outage = outageOf(name, watch);
  const joiner = oomJoiner(belongsTo(watch));
  const buffer = Buffer.alloc(recordBytes);
  let passedMs = watch.lookBack === true ? -Infinity : performance.now();
  if (watch.lookBack !== true) passOver(handle, buffer);
  return () => {
    const { kills, error } = killsIn(joiner, records(handle, buffer));
    for (const { fact, atUs } of kills) watch.emit(fact, wallOf(atUs, passedMs));
    if (error === null) outage.saw();
    else if (error.code === overrun)
      outage.missed("records of the kernel's log were overwritten before they were read");
    else outage.lost(error);
    passedMs = performance.now();
  };
}

/** What stood in the log before: a device of records has no end to seek to from here. */
function passOver(handle: number, buffer: Buffer): void {
  for (;;) {
    const next = readRecord(handle, buffer);
    if (next === null || (typeof next !== 'number' && next.code !== overrun)) return;
  }
}

/**
 * A kill whose second line is not there yet waits for the next drain; one that waited already is taken
 * without it.
 */
function killsIn(
  joiner: OomJoiner,
  source: Iterable<string | NodeJS.ErrnoException>,
): { readonly kills: readonly KernelOom[]; readonly error: NodeJS.ErrnoException | null } {
  const kills: KernelOom[] = [];
  let error: NodeJS.ErrnoException | null = null;
  for (const raw of source) {
    if (raw instanceof Error) {
      error = raw;
      continue;
    }
    const record = kernelRecordOf(raw);
    const kill = record === null ? null : joiner.take(record);
    if (kill !== null) kills.push(kill);
  }
  return { kills: [...kills, ...joiner.overdue()], error };
}

/** Every record that is there, and the errors in between; after an overrun reading goes on. */
function* records(handle: number, buffer: Buffer): Generator<string | NodeJS.ErrnoException> {
  for (let next = readRecord(handle, buffer); next !== null; next = readRecord(handle, buffer)) {
    if (typeof next === 'number') {
      yield buffer.toString('utf8', 0, next);
    } else {
      yield next;
      if (next.code !== overrun) return;
    }
  }
}

/** The length of the next record in `buffer`; null when there is none. */
function readRecord(handle: number, buffer: Buffer): number | NodeJS.ErrnoException | null {
  try {
    return readSync(handle, buffer) || null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? null : (error as NodeJS.ErrnoException);
  }
}

/**
 * Many engines share one kernel: a kill is ours when its cgroup lies below an envelope, or else when its
 * container is known.
 */
function belongsTo({ engine, seen }: Watch): (memcg: string) => boolean {
  const envelopes = engine.nodes.flatMap(({ envelopeCgroup }) => envelopeCgroup ?? []);
  if (envelopes.length === 0) return (memcg) => [...seen.containers.keys()].some((id) => memcg.includes(id));
  const below = envelopes.map((folder) =>
    folder.replace(/^\/sys\/fs\/cgroup(\/memory)?/, '').replace(/\/$/, ''),
  );
  return (memcg) => below.some((path) => `${memcg}/`.includes(`${path}/`));
}

/**
 * The kernel's clock drifts against the wall's over weeks, so its time is held between the last drain and
 * now.
 */
function wallOf(atUs: number, passedMs: number): string {
  const nowMs = Date.now();
  const upMs = Number(process.hrtime.bigint() / 1_000_000n);
  const agoMs = Math.min(Math.max(0, upMs - atUs / 1000), performance.now() - passedMs);
  return new Date(nowMs - agoMs).toISOString();
}
