// Memory limits on cgroup v2: one hierarchy; a controller works in a folder once its parent hands it down
// (kernel documentation, admin-guide/cgroup-v2).
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cgroups } from './cgroups.js';
import { ownFolders, roomIn } from './room.js';

/** `root` is where the one hierarchy is mounted. */
export function cgroupsV2(root: string): Cgroups {
  const memoryFolder = (name: string): string => join(root, name);
  return {
    version: 2,
    memoryFolder,
    cpuFolder: memoryFolder,
    roomIn: (folder) =>
      roomIn(folder, { limit: 'memory.max', usage: 'memory.current', cache: /^(?:in)?active_file (\d+)$/gm }),
    own: () => ownFolders(root, /^0::(.*)$/m),
    folders: (name) => [memoryFolder(name)],
    create: (name) => {
      write(root, 'cgroup.subtree_control', '+memory');
      mkdirSync(memoryFolder(name));
      write(memoryFolder(name), 'cgroup.subtree_control', '+memory');
    },
    limit: (name, bytes) => {
      write(memoryFolder(name), 'memory.max', String(bytes));
      if (existsSync(join(memoryFolder(name), 'memory.swap.max')))
        write(memoryFolder(name), 'memory.swap.max', '0');
    },
    reclaim: (name) => reclaimAll(memoryFolder(name)),
  };
}

/** `memory.reclaim` (since kernel 5.19) answers EAGAIN when it could not free as much as was asked for. */
async function reclaimAll(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'memory.reclaim'))) return;
  try {
    await writeFile(join(folder, 'memory.reclaim'), '1T');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
}

function write(folder: string, file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}
