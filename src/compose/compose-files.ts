// Which compose files of a folder or commit make up its stack, in which order: those of COMPOSE_FILE, as abra
// and docker have it, else the one that goes by a usual name.
import type { Env } from './interpolate.js';

/** The first that is there counts: the one for swarm where there are several. */
export const usualComposeFiles: readonly string[] = [
  'docker-stack.yml',
  'docker-stack.yaml',
  'stack.yml',
  'stack.yaml',
  'compose.yml',
  'compose.yaml',
  'docker-compose.yml',
  'docker-compose.yaml',
];

const namesItself = /(?:^|[-_.])(?:stack|compose)[-_.](?:[^/]*\.)?ya?ml$/i;

/**
 * `names`: what the folder holds at its top. Where nothing goes by a usual name, the one file that says in
 * its name what it is (`shop-stack.yml`, `main.compose.yml`); null where there is none, or more than one.
 */
export function usualComposeFile(names: Iterable<string>): string | null {
  const there = new Set(names);
  const usual = usualComposeFiles.find((name) => there.has(name));
  if (usual !== undefined) return usual;
  const [only, another] = [...there].filter((name) => !name.includes('/') && namesItself.test(name));
  return another === undefined ? (only ?? null) : null;
}

/**
 * COMPOSE_FILE may name itself (`$COMPOSE_FILE:compose.smtp.yml`), and then means the usual file where
 * nothing set it before.
 */
export function composeFilesOf(env: Env, usual: string | null): readonly string[] {
  const first = usual ?? 'compose.yml';
  const listed = (env['COMPOSE_FILE'] ?? '')
    .split(env['COMPOSE_PATH_SEPARATOR'] ?? ':')
    .map((file) => file.trim());
  const named = listed[0] === '' ? [first, ...listed] : listed;
  return [...new Set(named.filter((file) => file !== ''))];
}
