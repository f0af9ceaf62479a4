// Whether the driftlab that made a record still runs. It holds a lock of the kernel's on the record's folder
// for as long as it does, which any process under that kernel can see, whatever pid namespace the two are in.
// Elsewhere it cannot be known, and is not guessed.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { present } from '../base/assert.js';
import { isLocked, tryLock, type FileLock } from '../base/file-lock.js';
import { ownNamespace } from '../base/scratch.js';
import { isAlive, pidOf, type ProcessTag } from './processes.js';

/** A machine between two of its starts. */
export interface Machine {
  readonly host: string;
  /** The kernel's id of this start; containers have that of their machine (random(4), boot_id). */
  readonly boot: string;
  /** Number of the pid namespace in which its pids mean something. */
  readonly namespace: string;
}

export interface OwnedRecord {
  readonly folder: string;
  /** The driftlab that made it. */
  readonly lab: ProcessTag;
  /** Where that runs or ran; null in records of versions that held no lock. */
  readonly machine?: Machine | null;
}

export type Owner = 'runs' | 'gone' | 'unknown';

const lockName = 'driftlab.lock';

export function thisMachine(): Machine {
  return {
    host: hostname(),
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    namespace: ownNamespace(),
  };
}

/** Holds a folder that nobody else has yet, until it is let go or the process ends. */
export function holdFolder(folder: string): FileLock {
  return present(tryLock(join(folder, lockName)), "lock of a folder of one's own");
}

/** Whether a driftlab that runs holds it. */
export function isHeld(folder: string): boolean {
  return isLocked(join(folder, lockName));
}

/**
 * `unknown` only of a driftlab on a machine whose locks may not be seen from here, by a folder that both
 * share.
 */
export function ownerOf({ folder, lab, machine = null }: OwnedRecord, here: Machine = thisMachine()): Owner {
  if (machine === null) return isAlive(lab) ? 'runs' : 'gone';
  if (isHeld(folder)) return 'runs';
  // a machine that was started anew runs nothing of before
  const cannotRun = machine.boot === here.boot || machine.host === here.host;
  return cannotRun ? 'gone' : 'unknown';
}

/** Whether pids in the record are of processes that can be seen from here, if they run. */
export function seesProcesses({ machine = null }: OwnedRecord, here: Machine = thisMachine()): boolean {
  return (
    machine === null ||
    (machine.boot === here.boot ? machine.namespace === here.namespace : machine.host === here.host)
  );
}

/** Why it cannot be known whether it runs. */
export function doubtOf({ lab, machine = null }: OwnedRecord): string {
  return (
    `its driftlab, pid ${String(pidOf(lab))}, was started on the machine ${machine?.host ?? ''} and ` +
    'may run there still'
  );
}
