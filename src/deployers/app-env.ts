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
  const sample = await baseSample(request, signal);
  const env = {
    ...readEnv(sample.replaceAll(`${settings.recipe.name}.example.com`, run.domain), {}),
    ...settings.env,
    DOMAIN: run.domain,
    STACK_NAME: run.stack,
  };
  await writeFile(file, JSON.stringify(env), { mode: 0o600 });
  return env;
}

/** Where the deployer is to check base out, the tree stands elsewhere until it has. */
async function baseSample({ tree, checkedOutBy }: AppEnvRequest, signal: AbortSignal): Promise<string> {
  if (checkedOutBy === 'deployer') return (await tree.fileAt('base', sampleFile, signal)) ?? '';
  return readFile(join(tree.dir, sampleFile), 'utf8').catch(() => '');
}

/**
 * What the compose files of this step see: the app's environment under what the step's abra.sh exports, as
 * abra puts them together. So a head that gives a config another version deploys a config of another name.
 */
export async function stepEnv(
  request: AppEnvRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { tree, checkedOutBy } = request;
  const env = await appEnv(request, signal);
  const versions =
    checkedOutBy === 'deployer'
      ? await tree.fileAt('base', versionsFile, signal)
      : await readFile(join(tree.dir, versionsFile), 'utf8').catch(() => null);
  return { ...env, ...exportedVersions(versions ?? '') };
}
