// Programs of the author's own, seen before anything boots.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { programProblems } from '../../../src/cli/preflight/own-programs.js';
import { vocabulary } from '../../../src/cli/vocabulary.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Arm } from '../../../src/scenario/scenario.js';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function armsWith(more: string): readonly Arm[] {
  const parsed = parseScenario(
    'scenario: s\nengine: { private: { memory: 1GiB } }\n' +
      `recipe: { name: x, fixture: f, base: a, head: b }\n${more}\n`,
    vocabulary,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario.arms;
}

it.each([
  'checks: { mine: { command: [./own.sh] } }',
  'steps: { after-base: [./own.sh] }',
  'deployer: { command: [./own.sh] }',
])('one of the scenario folder that may not be executed is named: %s', (more) => {
  const problems = (): readonly string[] => programProblems(armsWith(more), dir);
  expect(problems()).toEqual([]);
  writeFileSync(join(dir, 'own.sh'), '#!/bin/sh\n');
  expect(problems()).toEqual([expect.stringMatching(/own\.sh may not be executed \(chmod \+x /)]);
  chmodSync(join(dir, 'own.sh'), 0o755);
  expect(problems()).toEqual([]);
});

it('a folder is no program', () => {
  mkdirSync(join(dir, 'own.sh'));
  expect(programProblems(armsWith('checks: { mine: { command: [./own.sh] } }'), dir)).toEqual([
    expect.stringMatching(/own\.sh may not be executed \(it is a folder/),
  ]);
});

it('one that is on no PATH is told once, whatever the number of arms', () => {
  const more = 'checks: { mine: { command: [no-such-program-anywhere] } }\narms: { a: {}, b: {} }';
  expect(programProblems(armsWith(more), dir)).toEqual([
    expect.stringContaining('there is no program no-such-program-anywhere'),
  ]);
});
