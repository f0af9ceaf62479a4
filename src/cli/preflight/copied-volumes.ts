// The folder of which volumes begin as copies (`state: { copy-of: … }`), and the volumes that the base has.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Resource, Stack } from '../../compose/stack.js';
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
    const volume = base?.volumes.get(entry);
    if (volume !== undefined) return elsewhere(`${volumesOf}/${entry}`, entry, volume);
    if (base === null) return [];
    const known = [...base.volumes.keys()];
    const has = known.length === 0 ? 'it has none' : wayOut(entry, 'its volumes', known);
    return [`${volumesOf}/${entry}: the base has no volume ${quoted(entry)} (${has})`];
  });
}

/** A copy lies in the engine's own folder of the volume: under another driver, or a mount, nobody sees it. */
function elsewhere(path: string, key: string, { driver, driverOptions }: Resource): readonly string[] {
  const isLocal = driver === null || driver.value === '' || driver.value === 'local';
  if (isLocal && driverOptions.length === 0) return [];
  const why = isLocal ? `driver_opts (${driverOptions.join(', ')})` : `the driver ${quoted(driver.value)}`;
  return [
    `${path}: the volume ${quoted(key)} of the base has ${why}, so what is in it lies elsewhere and a copy ` +
      'would not be seen (take the folder out, and put the data there in steps: { after-base: … })',
  ];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
