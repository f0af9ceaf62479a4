// A load that reads: what may be asked of it, and what a real engine's disk gives.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadImage } from '../../src/base/load-image.js';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { bootEngine, loadImages } from '../../src/engine/index.js';
import type { LoadFact } from '../../src/evidence/fact.js';
import { read } from '../../src/injectors/read.js';
import { planTrials } from '../../src/plan/plan-trials.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallest } from '../scenario/sample.js';

const parsed = (options: string) => parseScenario(`${smallest}load: [{ read: ${options} }]\n`, vocabulary);

it.each([
  ['{ rate: 8MiB/s, block: 6000B }', 'a block is a multiple of 4KiB, and at most 4MiB'],
  ['{ rate: 32KiB/s }', 'in a second not even one block would be read'],
  ['{ block: 64KiB }', 'the key "rate" is missing'],
  ['{ rate: 8MiB }', '"8MiB" is not an amount written per second, or a range'],
  ['8MiB/s', '"8MiB/s" is not a map of keys to values'],
])('%s is refused, in words of its own', (options, message) => {
  expect(parsed(options)).toMatchObject({ ok: false, problems: [{ message }] });
});

it('a rate of exactly one block a second is taken, and the plan keeps all that is asked', () => {
  const taken = parsed('{ rate: 64KiB/s, cached: true }');
  if (!taken.ok) throw new Error('refused');
  const [trial] = planTrials(taken.scenario, 1, { hash: (text) => text.padEnd(64, '0') }).trials;
  expect(trial?.load).toMatchObject([
    { target: 65_536, options: { rate: '64KiB/s', cached: 'true' }, unit: 'bytes-per-second' },
  ]);
});

it('the dose on record is what the disk gave, and the load ends by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dl-read-'));
  const signal = AbortSignal.timeout(100_000);
  const engine = await bootEngine({ memoryBytes: 200 * 1024 ** 2, stateDir: folder, signal });
  onTestFinished(async () => {
    await engine.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  await loadImages(engine, [loadImage], { baseDir: folder, cacheDir: folder }, signal);
  const target = 4 * 1024 ** 2;
  const facts: LoadFact[] = [];
  let ended = (): void => undefined;
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const prepared = await read.prepare(
    {
      engine,
      trial: '001',
      index: 0,
      lifetimeMs: 60_000,
      load: {
        injector: 'read',
        options: { rate: '4MiB/s', block: '256KiB' },
        unit: 'bytes-per-second',
        target,
        during: 'upgrade',
        afterMs: 0,
        forMs: 3000,
        rampMs: 0,
        shape: { kind: 'steady' },
        band: 0.1,
      },
      emit: (fact) => {
        facts.push(fact as LoadFact);
        if ((fact as LoadFact).event === 'ended') ended();
        return { ...fact, seq: facts.length, atMs: 0, wall: '', engineAt: null };
      },
    },
    signal,
  );
  await prepared.begin();
  await end;
  await prepared.stop();
  const rates = facts.flatMap(({ event, achieved }) => (event === 'sample' ? [achieved ?? 0] : []));
  expect(rates.length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...rates) / target).toBeGreaterThan(0.5);
  expect(Math.max(...rates) / target).toBeLessThan(1.3);
  expect(facts.at(-1)).toMatchObject({ event: 'ended', note: null });
});
