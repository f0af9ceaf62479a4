// The rooms that are mutated, and the tests that are to notice.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Room -> folders and files of tests; none of them needs an engine. */
export const rooms = {
  verdict: ['test/verdict', 'test/evidence', 'test/trial/probe.test.ts'],
  evidence: ['test/evidence', 'test/verdict', 'test/trial/upgrade.test.ts'],
  statistics: ['test/statistics'],
};

/** Files of the tests of a room, from the root of the project. */
export function testsOf(room) {
  return rooms[room].flatMap((place) => {
    if (statSync(join(root, place)).isFile()) return [place];
    return readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .sort()
      .map((path) => join(place, path));
  });
}
