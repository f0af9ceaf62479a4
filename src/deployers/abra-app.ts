// The app as abra knows it: `servers/default/<domain>.env` in the run's scratch ABRA_DIR, as `abra app new`
// would leave it. Made once for a run: abra itself writes the version it deployed into that file.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployRequest } from '../trial/ports.js';
import { appEnv } from './app-env.js';
import { refuseUsersOwn } from './users-own.js';

/** Makes the app's file when it is not there, and gives the app's environment. */
export async function makeApp(
  request: DeployRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { tree, run, settings } = request;
  await refuseUsersOwn('the scratch ABRA_DIR', tree.abraDir);
  const env = await appEnv(request, signal);
  const files =
    tree.overlays.length === 0
      ? {}
      : { COMPOSE_FILE: [env['COMPOSE_FILE'] ?? 'compose.yml', ...tree.overlays].join(':') };
  const folder = join(tree.abraDir, 'servers', 'default');
  await mkdir(folder, { recursive: true });
  const text = envFile({ ...env, ...files, TYPE: settings.recipe.name });
  await writeFile(join(folder, `${run.domain}.env`), text, { flag: 'wx', mode: 0o600 }).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    },
  );
  return env;
}

/** Lines that a dotenv reader takes as they are meant: quoted where a value is more than one plain word. */
export function envFile(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${written(value)}\n`)
    .join('');
}

function written(value: string): string {
  if (/^[\w./:@%+,-]*$/.test(value)) return value;
  if (!/['\n\r]/.test(value)) return `'${value}'`;
  const escaped = value
    .replace(/["\\$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}
