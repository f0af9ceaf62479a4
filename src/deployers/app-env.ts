// The app's environment as its owner keeps it: made from the base's sample as `abra app new` does it, then
// what the scenario sets. What the base's sample said stays when the recipe moves on, as an app's env file
// does; a variable that only the head's sample names is added, unless the scenario says otherwise.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { movedOn, ownFile, sampleFiles } from '../compose/app-variables.js';
import { exportedVersions } from '../compose/env-file.js';
import type { DeployRequest } from '../trial/ports.js';

type AppEnvRequest = Pick<
  DeployRequest,
  'step' | 'run' | 'settings' | 'tree' | 'checkedOutBy' | 'scratchDir' | 'appDir'
>;

const versionsFile = 'abra.sh';

/** Variables for the compose files of the step, without what its abra.sh exports. */
export async function appEnv(
  request: AppEnvRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { step, run, settings } = request;
  const made = { sample: await keptSample(request, signal) };
  const now = {
    sample: step === 'base' ? made.sample : await ownSample(request, signal),
    own: await textAt(request, ownFile, signal),
  };
  const looksThere = settings.sides?.head.sample ?? true;
  return {
    ...movedOn(made, now, { looksThere }),
    ...settings.env,
    DOMAIN: run.domain,
    STACK_NAME: run.stack,
  };
}

/** The first call for an app reads the sample and keeps it: its base's, or that of somebody's own app. */
async function keptSample(request: AppEnvRequest, signal: AbortSignal): Promise<string> {
  const file = join(request.appDir ?? request.scratchDir, `${request.run.run}.env.sample`);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return kept;
  const sample = await ownSample(request, signal);
  await writeFile(file, sample, { mode: 0o600 });
  return sample;
}

/** The sample of the step's commit, with the app's own domain in it. */
async function ownSample(request: AppEnvRequest, signal: AbortSignal): Promise<string> {
  const { run, settings } = request;
  const sample = (await sampleOf(request, signal)) ?? '';
  return sample.replaceAll(`${settings.recipe.name}.example.com`, run.domain);
}

/**
 * What the compose files of this step see: the app's environment under what the step's abra.sh exports, as
 * abra puts them together. So a head that gives a config another version deploys a config of another name.
 */
export async function stepEnv(
  request: AppEnvRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const env = await appEnv(request, signal);
  const versions = await textAt(request, versionsFile, signal);
  return { ...env, ...exportedVersions(versions ?? '') };
}

/** The sample of the step's commit; null where it has none. */
export async function sampleOf(request: AppEnvRequest, signal: AbortSignal): Promise<string | null> {
  for (const file of sampleFiles) {
    const text = await textAt(request, file, signal);
    if (text !== null) return text;
  }
  return null;
}

/** Where the deployer is to check base out, the tree stands elsewhere until it has. */
async function textAt(
  { tree, checkedOutBy }: AppEnvRequest,
  name: string,
  signal: AbortSignal,
): Promise<string | null> {
  return checkedOutBy === 'deployer'
    ? tree.fileAt('base', name, signal)
    : readFile(join(tree.dir, name), 'utf8').catch(() => null);
}
