// The abra of every NixOS generation of this machine: whether abra changed between two days is read from
// these links.
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

export interface GenerationAbra {
  /** Number of the system's generation. */
  readonly generation: number;
  /** Where its abra really lies, in the store; null when it has none. */
  readonly path: string | null;
}

/** Oldest first; empty where there are no NixOS generations. */
export async function abraOfGenerations(
  profiles = '/nix/var/nix/profiles',
): Promise<readonly GenerationAbra[]> {
  const names = await readdir(profiles).catch(() => []);
  const numbers = names
    .flatMap((name) => /^system-(\d+)-link$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  return Promise.all(
    numbers.map(async (generation) => {
      const path = join(profiles, `system-${String(generation)}-link`, 'sw', 'bin', 'abra');
      return { generation, path: await realpath(path).catch(() => null) };
    }),
  );
}
