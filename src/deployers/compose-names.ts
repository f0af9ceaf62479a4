// The compose files of a step, the overlays after them, as they are named at the top of the tree.
import { readdir } from 'node:fs/promises';
import { composeFilesOf, usualComposeFile, usualComposeFiles } from '../compose/compose-files.js';
import type { Env } from '../compose/interpolate.js';
import type { DeployRequest } from '../trial/ports.js';

/** `env`: the step's variables, which may name the files. */
export async function composeNames(
  request: Pick<DeployRequest, 'step' | 'tree' | 'checkedOutBy'>,
  env: Env,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const usual = usualComposeFile(await namesAtTop(request, signal));
  return [...composeFilesOf(env, usual), ...request.tree.overlays[request.step]];
}

/** Where the deployer is to check base out, the tree stands elsewhere until it has. */
async function namesAtTop(
  { tree, checkedOutBy }: Pick<DeployRequest, 'tree' | 'checkedOutBy'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (checkedOutBy === 'lab') return readdir(tree.dir);
  const there = await Promise.all(
    usualComposeFiles.map(async (name) => ((await tree.fileAt('base', name, signal)) === null ? [] : [name])),
  );
  return there.flat();
}
