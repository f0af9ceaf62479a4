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

/** `names`: what the folder holds at its top; null when nothing there goes by a usual name. */
export function usualComposeFile(names: Iterable<string>): string | null {
  const there = new Set(names);
  return usualComposeFiles.find((name) => there.has(name)) ?? null;
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
