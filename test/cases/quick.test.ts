// The quick ones of the cases, on a real engine: the lab must say of each what was known beforehand. `npm run
// cases` runs all.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withoutEngine } from '../cli/driftlab.js';
import { casesNamed, runCases } from './all-cases.js';

const out = mkdtempSync(join(tmpdir(), 'driftlab-quick-cases-'));
const quick = casesNamed([]).filter(({ truth }) => truth.quick);

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

describe.skipIf(withoutEngine)('a case whose truth is known', () => {
  it.concurrent.each(quick)('$name is told as what it is', async (own) => {
    const [result] = await runCases({
      cases: [own],
      trials: 1,
      jobs: 1,
      out,
      programs: null,
      onEnd: () => undefined,
    });
    expect(result?.judgement, JSON.stringify(result?.told.run, null, 2)).toEqual({
      word: 'right',
      differences: [],
    });
  });
});
