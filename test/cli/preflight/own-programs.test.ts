// Programs of the author's own, seen before anything boots.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lacksHere } from '../../../src/cli/preflight/this-machine.js';
import { planBy } from '../../../src/cli/start/plan-of.js';
import { vocabulary } from '../../../src/cli/vocabulary.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Plan } from '../../../src/plan/plan.js';
import { withoutEngine } from '../driftlab.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function planWith(more: string): Plan {
  const parsed = parseScenario(
    'scenario: s\nengine: { private: { memory: 64MiB } }\n' +
      `recipe: { name: x, fixture: f, base: a, head: b }\n${more}\n`,
    vocabulary,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planBy(null, parsed.scenario, { trials: 1 });
}

/** What is said of programs; a machine without engines lacks more, which is no matter here. */
async function lacksOf(more: string): Promise<readonly string[]> {
  const lacks = await lacksHere(planWith(more), dir);
  return withoutEngine ? lacks.filter((one) => one.includes('program')) : lacks;
}

it.each([
  'checks: { mine: { command: [./own.sh] } }',
  'steps: { after-base: [./own.sh] }',
  'deployer: { command: [./own.sh] }',
])('one of the scenario folder that may not be executed is named: %s', async (more) => {
  const problems = (): Promise<readonly string[]> => lacksOf(more);
  expect(await problems()).toEqual([]);
  writeFileSync(join(dir, 'own.sh'), '#!/bin/sh\n');
  expect(await problems()).toEqual([expect.stringMatching(/own\.sh may not be executed \(chmod \+x /)]);
  chmodSync(join(dir, 'own.sh'), 0o755);
  expect(await problems()).toEqual([]);
});

it('a folder is no program', async () => {
  mkdirSync(join(dir, 'own.sh'));
  expect(await lacksOf('checks: { mine: { command: [./own.sh] } }')).toEqual([
    expect.stringMatching(/own\.sh may not be executed \(it is a folder/),
  ]);
});

it('one that is on no PATH is told once, whatever the number of arms', async () => {
  const more = 'checks: { mine: { command: [no-such-program-anywhere] } }\narms: { a: {}, b: {} }';
  expect(await lacksOf(more)).toEqual([
    expect.stringContaining('there is no program no-such-program-anywhere'),
  ]);
});

it('all that are missing are named at once, of checks, steps and deploys', async () => {
  const more =
    'checks: { mine: { command: [no-such-check] } }\n' +
    'steps: { after-base: no-such-seed, after-head: no-such-probe }\n' +
    'deployer: { command: [no-such-deploy] }';
  expect((await lacksOf(more)).map((one) => /no-such-\w+/.exec(one)?.[0])).toEqual([
    'no-such-check',
    'no-such-seed',
    'no-such-probe',
    'no-such-deploy',
  ]);
});
