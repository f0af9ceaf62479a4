// Which control groups this machine has, and how an engine's are removed; v1.ts and v2.ts do the rest.
import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../base/deadline.js';
import type { Cgroups } from './cgroups.js';
import { cgroupsV1 } from './v1.js';
import { cgroupsV2 } from './v2.js';

interface Mount {
  readonly folder: string;
  readonly type: string;
  readonly options: readonly string[];
}

const removalMs = 5_000;
const retryMs = 20;

/** The hierarchy that has the memory controller, as the mounts tell; null when there is none. */
export function findCgroups(): Cgroups | null {
  const mounts = cgroupMounts();
  const memory = mounts.find((mount) => mount.type === 'cgroup' && mount.options.includes('memory'));
  if (memory !== undefined) {
    const cpuacct = mounts.find((mount) => mount.type === 'cgroup' && mount.options.includes('cpuacct'));
    return cgroupsV1({
      memory: memory.folder,
      cpuacct: cpuacct?.folder ?? null,
      all: mounts.map((mount) => mount.folder),
    });
  }
  const unified = mounts.find((mount) => mount.type === 'cgroup2' && hasMemory(mount.folder));
  return unified === undefined ? null : cgroupsV2(unified.folder);
}

/**
 * Removes the named cgroup and all below it in every hierarchy; false when something in it still ran at the
 * deadline.
 */
export async function removeCgroups(cgroups: Cgroups, name: string): Promise<boolean> {
  const deadline = AbortSignal.timeout(removalMs);
  for (;;) {
    if (cgroups.folders(name).map(removeTree).every(Boolean)) return true;
    if (deadline.aborted) return false;
    await pause(retryMs, new AbortController().signal);
  }
}

/** A process that is just ending keeps its cgroup busy for a moment. */
function removeTree(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !removeTree(join(folder, entry.name))) return false;
    }
    rmdirSync(folder);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return true;
    if (code === 'EBUSY' || code === 'ENOTEMPTY') return false;
    throw error;
  }
}

function cgroupMounts(): readonly Mount[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, folder = '', type = '', options = '']) => ({ folder, type, options: options.split(',') }))
    .filter((mount) => mount.type === 'cgroup' || mount.type === 'cgroup2');
}

function hasMemory(folder: string): boolean {
  return readFileSync(join(folder, 'cgroup.controllers'), 'utf8').split(/\s+/).includes('memory');
}
