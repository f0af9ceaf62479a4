// Memory that containers of an engine under this machine's kernel could still take: what is free, within the
// control groups above theirs. Nothing is asked of the engine.
import { readdirSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Cgroups } from '../cgroups/cgroups.js';
import { findCgroups } from '../cgroups/index.js';

/** Folders of containers lie no deeper: below a parent, or below the slices of systemd. */
const levels = 6;

/** In bytes; null where their control groups are not seen from here. */
export function freeBeside(
  containerIds: readonly string[],
  cgroups: Cgroups | null = findCgroups(),
  free = freemem(),
): number | null {
  if (cgroups === null) return null;
  const root = cgroups.memoryFolder('');
  const [own] = containerIds.flatMap((id) => folderOf(root, id, levels) ?? []);
  if (own === undefined) return null;
  const above: string[] = [];
  for (let folder = dirname(own); folder.length >= root.length; folder = dirname(folder)) above.push(folder);
  return Math.min(free, ...above.map(cgroups.roomIn));
}

/** `<id>`, or `docker-<id>.scope` as systemd has it. */
function folderOf(folder: string, id: string, depth: number): string | null {
  const names = foldersIn(folder);
  const own = names.find((name) => name.includes(id));
  if (own !== undefined) return join(folder, own);
  if (depth === 0) return null;
  for (const name of names) {
    const found = folderOf(join(folder, name), id, depth - 1);
    if (found !== null) return found;
  }
  return null;
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return []; // gone by now
  }
}
