// The app's environment, made once for a run as `abra app new` does it: the base's sample, then what the
// scenario sets. A head that brings new settings in its sample does not change it, just as it does not change
// an app's env file.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployRequest } from '../trial/ports.js';

type AppEnvRequest = Pick<DeployRequest, 'run' | 'settings' | 'tree' | 'checkedOutBy' | 'scratchDir'>;

const sampleFile = '.env.sample';

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
    ...parseEnv(sample.replaceAll(`${settings.recipe.name}.example.com`, run.domain)),
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

/** `NAME=value` lines; quotes around a value and a comment after it are no part of it. */
export function parseEnv(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('\n').flatMap((line) => {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line);
    return match ? [[match[1] ?? '', valueOf((match[2] ?? '').trim())] as const] : [];
  });
  return Object.fromEntries(pairs);
}

function valueOf(written: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(written);
  return quoted ? (quoted[2] ?? '') : written.replace(/(^|\s+)#.*$/, '').trimEnd();
}
