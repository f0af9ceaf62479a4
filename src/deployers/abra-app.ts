// The app as abra knows it: `servers/default/<domain>.env` in the run's scratch ABRA_DIR, as `abra app new`
// would leave it. Made once for a run: abra itself writes the version it deployed into that file. What the
// head has besides is written into it later, as its owner would.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../compose/interpolate.js';
import type { DeployRequest } from '../trial/ports.js';
import { appEnv } from './app-env.js';
import { refuseUsersOwn } from './users-own.js';

/** Makes the app's file, or brings it up to date for the head, and gives the app's environment. */
export async function makeApp(
  request: DeployRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { tree, run, settings, step } = request;
  await refuseUsersOwn('the scratch ABRA_DIR', tree.abraDir);
  const env = await appEnv(request, signal);
  const overlays = tree.overlays[step];
  const files =
    tree.overlays.base.length + overlays.length === 0
      ? {}
      : { COMPOSE_FILE: [env['COMPOSE_FILE'] ?? 'compose.yml', ...overlays].join(':') };
  const folder = join(tree.abraDir, 'servers', 'default');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${run.domain}.env`);
  const there = await readFile(file, 'utf8').catch(() => null);
  const wanted = { ...env, ...files };
  const ofBase = Object.keys(settings.sides?.base.env ?? {});
  const text =
    there === null
      ? envFile({ ...wanted, TYPE: settings.recipe.name })
      : upToDate(there, wanted, new Set(ofBase.filter((name) => !(name in wanted))));
  if (text !== there) await writeFile(file, text, { mode: 0o600 });
  return env;
}

/** The app's file with these variables and without those that are gone; what abra wrote there stays. */
function upToDate(text: string, wanted: Env, gone: ReadonlySet<string>): string {
  const left = new Map(Object.entries(wanted));
  const lines = text.split(/(?<=\n)/).flatMap((line) => {
    const name = /^(\w+)=/.exec(line)?.[1] ?? '';
    if (gone.has(name)) return [];
    const value = left.get(name);
    if (value === undefined) return [line];
    left.delete(name);
    return [envFile({ [name]: value })];
  });
  return [...lines, envFile(Object.fromEntries(left))].join('');
}

/** Lines that a dotenv reader takes as they are meant: quoted where a value is more than one plain word. */
export function envFile(env: Env): string {
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
