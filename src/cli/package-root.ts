// The package's own folder and facts: the same from a working copy and from an installed tarball.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of the folder that holds package.json, scenarios/ and images/. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Absolute path of the folder that holds the rooms, `src/` or as it was compiled. */
export const codeRoot = fileURLToPath(new URL('..', import.meta.url));

/** Version in package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
