// Trials by a harness: its writes are told as base and head, it waits where it would take the evidence
// away, and its word is held against what became of the upgrade. The harness is a double.
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { Settings } from '../../src/scenario/scenario.js';
import type { HarnessEnd, HarnessRequest } from '../../src/trial/ports.js';
import { runDoubled, swift, type Ran } from './doubled-trial.js';

const good: HarnessEnd = { answer: 'good', exitCode: 0, said: 'all green', failure: null, endedWith: 0 };
const settings: Partial<Settings> = {
  deployment: { timeoutMs: 60_000, options: ['./ci.sh'], stamp: 'none' },
  checks: [{ name: 'harness', check: 'harness', timeoutMs: 60_000, options: null }],
  observe: { ...swift, settleMs: 0 },
};

type Harness = (request: HarnessRequest, put: (step: 'base' | 'upgrade') => void) => Promise<HarnessEnd>;

function byHarness(harness: Harness, runs = 1): Promise<Ran> {
  const named = Array.from({ length: runs }, (_, place) => ({
    run: `r${String(place + 1)}`,
    startAfterMs: 0,
  }));
  return runDoubled({ settings, harness, runs: named });
}

const whole: Harness = async ({ onUpdate, onRemoval }, put) => {
  put('base');
  await onUpdate();
  put('upgrade');
  await onRemoval();
  return good;
};

function told(lines: readonly Evidence[]): readonly string[] {
  return lines.flatMap((line) => {
    if (line.kind === 'deploy')
      return [`${line.step} ${line.mark} ${line.exitCode === null ? '' : String(line.exitCode)}`.trim()];
    if (line.kind === 'run') return [`run ${line.mark}`];
    if (line.kind === 'check')
      return [`${line.name} ${line.mark} ${line.answer ?? line.failure ?? ''}`.trim()];
    return line.kind === 'spec' ? [`spec ${String(line.versionIndex)}`] : [];
  });
}

test('what it writes before its first update is the base, and what it takes down is no part of the run', async () => {
  const ran = await byHarness(whole);
  expect(told(ran.lines)).toEqual([
    'run begin',
    'base begin',
    'spec 10',
    'base end 0',
    'harness begin',
    'upgrade begin',
    'spec 20',
    'upgrade end 0',
    'run end',
    'harness end good',
  ]);
  expect(ran.notes).toContain('conclude r1');
});

test.each([
  ['bad', null],
  [null, 'it wrote no report'],
] as const)('its word is on record as it is: %s', async (answer, failure) => {
  const ran = await byHarness(async (request, put) => ({ ...(await whole(request, put)), answer, failure }));
  expect(told(ran.lines).at(-1)).toBe(`harness end ${answer ?? failure}`);
});

test('one that takes nothing down is watched to the end all the same', async () => {
  const ran = await byHarness(async ({ onUpdate }, put) => {
    put('base');
    await onUpdate();
    put('upgrade');
    return good;
  });
  expect(told(ran.lines).slice(-3)).toEqual(['upgrade end 0', 'run end', 'harness end good']);
});

test('several updates and removals are one upgrade and one end', async () => {
  const ran = await byHarness(async ({ onUpdate, onRemoval }, put) => {
    put('base');
    await onUpdate();
    put('upgrade');
    await onUpdate();
    await Promise.all([onRemoval(), onRemoval()]);
    return good;
  });
  expect(told(ran.lines).filter((line) => line.startsWith('upgrade'))).toEqual([
    'upgrade begin',
    'upgrade end 0',
  ]);
});

test('one that updates nothing has a failed base, and its word judges nothing', async () => {
  const ran = await byHarness((_, put) => {
    put('base');
    return Promise.resolve({ ...good, answer: 'bad', exitCode: 3, endedWith: 3, said: 'no base' });
  });
  expect(told(ran.lines)).toEqual(['run begin', 'base begin', 'spec 10', 'base end 3', 'run end']);
});

test('several at once are told apart by their runs', async () => {
  const ran = await byHarness(whole, 2);
  for (const run of ['r1', 'r2'])
    expect(told(ran.lines.filter((line) => 'run' in line && line.run === run))).toContain('harness end good');
  expect(ran.notes.filter((note) => note.startsWith('conclude'))).toHaveLength(2);
});

test('a harness that cannot be run ends the trial as a fault', async () => {
  const { lines } = await byHarness(() => Promise.reject(new Error('no such program')));
  expect(lines.find((line) => line.kind === 'fault')).toMatchObject({ message: 'no such program' });
});
