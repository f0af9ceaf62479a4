// Memory limits on cgroup v1: one hierarchy for each controller, of which only memory is limited
// (kernel documentation, admin-guide/cgroup-v1/memory).
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cgroups } from './cgroups.js';
import { ownFolders, roomIn } from './room.js';

/** Where the controllers that matter are mounted. */
export interface RootsV1 {
  readonly memory: string;
  readonly cpuacct: string | null;
  /** Every hierarchy. */
  readonly all: readonly string[];
}

export function cgroupsV1({ memory, cpuacct, all }: RootsV1): Cgroups {
  const memoryFolder = (name: string): string => join(memory, name);
  return {
    version: 1,
    memoryFolder,
    cpuFolder: (name) => (cpuacct === null ? null : join(cpuacct, name)),
    roomIn: (folder) =>
      roomIn(folder, {
        limit: 'memory.limit_in_bytes',
        usage: 'memory.usage_in_bytes',
        cache: /^total_(?:in)?active_file (\d+)$/gm,
      }),
    own: () => ownFolders(memory, /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m),
    folders: (name) => all.map((root) => join(root, name)),
    create: (name) => {
      mkdirSync(memoryFolder(name));
    },
    limit: (name, bytes) => {
      setLimits(memoryFolder(name), bytes);
    },
    reclaim: (name) => writeFile(join(memoryFolder(name), 'memory.force_empty'), '0'),
  };
}

/**
 * One page: with both limits equal the kernel stops at memory plus swap, and memory's own counter of hits
 * stays at 0.
 */
const swapBytes = 4096;

/**
 * Memory plus swap may never be below memory, so the two are lifted in one order and lowered in the other.
 */
function setLimits(folder: string, bytes: number): void {
  const memory = (): void => {
    write(folder, 'memory.limit_in_bytes', String(bytes));
  };
  if (!existsSync(join(folder, 'memory.memsw.limit_in_bytes'))) {
    memory();
    return;
  }
  write(folder, 'memory.memsw.limit_in_bytes', '-1');
  memory();
  write(folder, 'memory.memsw.limit_in_bytes', String(bytes + swapBytes));
}

function write(folder: string, file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}
