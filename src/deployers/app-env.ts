// The app's environment, made once for a run as `abra app new` does it: the base's sample, then what the
// scenario sets. A head that brings new settings in its sample does not change it, just as it does not change
// an app's env file.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportedVersions, readEnv } from '../compose/env-file.js';
import type { DeployRequest } from '../trial/ports.js';

type AppEnvRequest = Pick<DeployRequest, 'run' | 'settings' | 'tree' | 'checkedOutBy' | 'scratchDir'>;

const sampleFile = '.env.sample';
const versionsFile = 'abra.sh';

/**
 * Variables for the compose file. The first call of a run makes them and keeps them in `scratchDir`; later
 * calls read them.
 */
export async function appEnv(
  request: AppEnvRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { run, settings, scratchDir } = request;
  const file = join(scratchDir, `${run.run}.app-env.json`);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return JSON.parse(kept) as Record<string, string>;
  const sample = (await sampleOf(request, signal)) ?? '';
  const env = {
    ...readEnv(sample.replaceAll(`${settings.recipe.name}.example.com`, run.domain), {}),
    ...settings.env,
    DOMAIN: run.domain,
    STACK_NAME: run.stack,
  };
  await writeFile(file, JSON.stringify(env), { mode: 0o600 });
  return env;
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
export function sampleOf(request: AppEnvRequest, signal: AbortSignal): Promise<string | null> {
  return textAt(request, sampleFile, signal);
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
