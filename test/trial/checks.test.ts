// When checks are asked, that they neither end observation nor shorten it, and what is on record of them; the
// checks are doubles.
import { expect, test } from 'vitest';
import { pause } from '../../src/base/deadline.js';
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import { member } from '../../src/scenario/definition.js';
import { keys } from '../../src/scenario/map-shape.js';
import type { Check, CheckAnswer, CheckContext } from '../../src/trial/ports.js';
import { runDoubled, swift, type Ran, type Wishes } from './doubled-trial.js';

const good: CheckAnswer = { answer: 'good', exitCode: 0, said: 'fine', failure: null };

function double(
  name: string,
  ask: (context: CheckContext, signal: AbortSignal) => Promise<CheckAnswer>,
): Check {
  return {
    ...member({ name, summary: '', example: '', options: keys(name, {}) }),
    requires: () => undefined,
    programs: () => [],
    ask: (_, context, signal) => ask(context, signal),
  };
}

async function withChecks(
  asks: Readonly<Record<string, (context: CheckContext, signal: AbortSignal) => Promise<CheckAnswer>>>,
  { settings, ...more }: Wishes = {},
): Promise<Ran> {
  const names = Object.keys(asks);
  return runDoubled({
    ...more,
    settings: {
      ...settings,
      checks: names.map((name) => ({ name, check: name, timeoutMs: 1000, options: {} })),
    },
    ports: {
      checks: Object.fromEntries(Object.entries(asks).map(([name, ask]) => [name, double(name, ask)])),
    },
  });
}

function ofChecks(lines: readonly Evidence[]): readonly EvidenceOf<'check'>[] {
  return lines.filter((line): line is EvidenceOf<'check'> => line.kind === 'check');
}

function marksOf(lines: readonly Evidence[]): readonly string[] {
  return ofChecks(lines).map(({ run, name, mark, answer, failure }) =>
    `${run} ${name} ${mark} ${failure ?? answer ?? ''}`.trim(),
  );
}

test('a check is asked once the head is deployed, and is told what stood before', async () => {
  let told: CheckContext | null = null;
  const { lines } = await withChecks(
    {
      mine: (context) => {
        told = context;
        return Promise.resolve(good);
      },
    },
    { settings: { observe: { ...swift, settleMs: 1000 } } },
  );
  expect(marksOf(lines)).toEqual(['r1 mine begin', 'r1 mine end good']);
  const deployed = lines.find(
    (line) => line.kind === 'deploy' && line.step === 'upgrade' && line.mark === 'end',
  );
  expect(ofChecks(lines)[0]?.seq).toBe((deployed?.seq ?? 0) + 1);
  expect(told).toMatchObject({ before: [{ ID: 'before' }], timeoutMs: 1000, run: { run: 'r1' } });
});

test('observation waits for one that still runs when it would be over, and says so', async () => {
  const { lines } = await withChecks({
    slow: async (_, signal) => {
      await pause(900, signal);
      return good;
    },
  });
  expect(marksOf(lines)).toEqual(['r1 slow begin', 'r1 slow overdue', 'r1 slow end good']);
  const over = lines.find((line) => line.kind === 'phase' && line.phase === 'observe' && line.mark === 'end');
  expect(over?.seq).toBeGreaterThan(ofChecks(lines)[2]?.seq ?? Infinity);
  expect(lines.at(-1)).toMatchObject({ kind: 'trial-end', end: 'completed' });
});

test('the end of a check ends no observation', async () => {
  const { lines } = await withChecks(
    { mine: () => Promise.resolve(good) },
    { settings: { observe: { ...swift, settleMs: 700 } } },
  );
  const [, end] = ofChecks(lines);
  const over = lines.find((line) => line.kind === 'phase' && line.phase === 'observe' && line.mark === 'end');
  expect((over?.atMs ?? 0) - (end?.atMs ?? 0)).toBeGreaterThan(600);
});

test('one that throws has given no answer, and the trial is as good as any', async () => {
  const { lines } = await withChecks({
    bad: () => Promise.reject(new Error('connect ENOENT')),
    mine: () => Promise.resolve(good),
  });
  expect(marksOf(lines)).toContain('r1 bad end connect ENOENT');
  expect(marksOf(lines)).toContain('r1 mine end good');
  expect(lines.at(-1)).toMatchObject({ end: 'completed' });
});

test('nobody is asked about a head whose deploy failed', async () => {
  const { lines } = await withChecks(
    { mine: () => Promise.resolve(good) },
    {
      deploy: ({ step }) =>
        Promise.resolve(step === 'base' ? null : { exitCode: 1, stamp: null, failure: 'refused' }),
    },
  );
  expect(marksOf(lines)).toEqual([]);
});

test('each of several runs has its checks, and is waited for by itself', async () => {
  const { lines } = await withChecks(
    { mine: ({ run }) => Promise.resolve({ ...good, said: run.stack }) },
    {
      runs: [
        { run: 'r1', startAfterMs: 0 },
        { run: 'r2', startAfterMs: 0 },
      ],
    },
  );
  expect(
    marksOf(lines)
      .filter((mark) => mark.endsWith('end good'))
      .sort(),
  ).toEqual(['r1 mine end good', 'r2 mine end good']);
  expect(new Set(ofChecks(lines).flatMap(({ said }) => said ?? [])).size).toBe(2);
});

test('a trial that is interrupted ends its checks, and waits until they have ended', async () => {
  const interrupt = new AbortController();
  let ended = false;
  const { lines } = await withChecks(
    {
      endless: async (_, signal) => {
        setTimeout(() => {
          interrupt.abort();
        }, 50);
        try {
          await pause(60_000, signal);
          return good;
        } finally {
          ended = true;
        }
      },
    },
    { signal: interrupt.signal },
  );
  expect(ended).toBe(true);
  expect(lines.at(-1)).toMatchObject({ kind: 'trial-end', end: 'aborted' });
  expect(marksOf(lines).at(-1)).toContain('endless end');
});
