// Vitest as the mutation run uses it: one worker, every test of a room in one file, and the room's sources
// with their mutants in them.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { mutate } from './mutate.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { room, active } = JSON.parse(process.env.DRIFTLAB_MUTANTS);
const folder = join(root, 'src', room);

/** Path -> text with switches, in the order of the file names, so that ids are the same in every process. */
function mutated() {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort();
  let nextId = 1;
  return new Map(
    paths.map((path) => {
      const made = mutate(join('src', room, path), readFileSync(join(folder, path), 'utf8'), nextId);
      nextId = made.nextId;
      return [join(folder, path), made.code];
    }),
  );
}

const codeOf = mutated();

export default defineConfig({
  root,
  plugins: [{ name: 'mutants', enforce: 'pre', load: (id) => codeOf.get(id) }],
  test: {
    include: ['scripts/mutants/entry.mjs'],
    exclude: [],
    runner: './scripts/mutants/runner.mjs',
    reporters: ['./scripts/closing-line.mjs'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 1,
    fileParallelism: false,
    pool: 'forks',
    watch: false,
    // Without a mutant every test has to pass; with one, the first that fails is enough.
    bail: active === undefined ? 0 : 1,
  },
});
