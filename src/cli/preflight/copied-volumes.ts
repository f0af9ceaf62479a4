// The folder of which volumes begin as copies (`state: { copy-of: … }`), and the volumes that the base has.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Stack } from '../../compose/stack.js';
import type { Settings } from '../../scenario/scenario.js';
import { quoted, wayOut } from '../../scenario/wording.js';

/** What is wrong with it, each in a sentence; `base`: null where it could not be read. */
export function copiedVolumes(
  { volumesOf }: Settings,
  base: Pick<Stack, 'volumes'> | null,
  scenarioDir: string,
): readonly string[] {
  if (volumesOf === undefined) return [];
  const folder = resolve(scenarioDir, volumesOf);
  if (!isFolder(folder))
    return [
      `there is no folder ${volumesOf} of which volumes could be copies (the path of state: copy-of is ` +
        "relative to the scenario's folder)",
    ];
  const entries = readdirSync(folder);
  if (entries.length === 0)
    return [
      `the folder ${volumesOf} is empty: put a folder in it for each volume that is not to begin empty`,
    ];
  return entries.flatMap((entry) => {
    if (!isFolder(join(folder, entry)))
      return [`${volumesOf}/${entry} is no folder: each volume is a folder in ${volumesOf}, called as it is`];
    if (base === null || base.volumes.has(entry)) return [];
    const known = [...base.volumes.keys()];
    const has = known.length === 0 ? 'it has none' : wayOut(entry, 'its volumes', known);
    return [`${volumesOf}/${entry}: the base has no volume ${quoted(entry)} (${has})`];
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
