// What an engine's processes carry along, in numbers that a trial leaves as it found them.
import { readdirSync, readFileSync } from 'node:fs';
import { pidOf, zombiesUnder, type ProcessTag } from './processes.js';

export interface Burden {
  /** Mounts that its daemon sees. */
  readonly mounts: number;
  /** Files that its daemon holds open. */
  readonly descriptors: number;
  /** Resident memory of its daemon, in bytes. */
  readonly daemonBytes: number;
  /** Of init and daemon. */
  readonly zombies: number;
}

/** Throws when the daemon has ended. */
export function burdenOf(init: ProcessTag, daemon: ProcessTag): Burden {
  const folder = `/proc/${String(pidOf(daemon))}`;
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`${folder}/status`, 'latin1'))?.[1];
  return {
    mounts: readFileSync(`${folder}/mounts`, 'latin1').trimEnd().split('\n').length,
    descriptors: readdirSync(`${folder}/fd`).length,
    daemonBytes: Number(resident ?? 0) * 1024,
    zombies: zombiesUnder(init) + zombiesUnder(daemon),
  };
}
