// Every test of a room as one file of tests, so that all of them share one copy of the mutated modules.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe } from 'vitest';
import { testsOf } from './rooms.mjs';
import { listing, state } from './state.mjs';

const { room, only, active } = JSON.parse(process.env.DRIFTLAB_MUTANTS);
state.active = active ?? 0;

// The same inputs for every mutant; the first that fails is enough.
fc.configureGlobal({ seed: 1, endOnFailure: true });

const files = only ?? testsOf(room);

for (const file of files) {
  describe(file, async () => {
    listing(file);
    await import(join(process.cwd(), file));
  });
}
