import { expect, it } from 'vitest';
import { wear } from '../../src/sources/wear.js';
import { fakeEngine, task, type FakeEngine } from './fake-engine.js';

async function withFake(work: (fake: FakeEngine) => Promise<void>): Promise<void> {
  const fake = await fakeEngine();
  try {
    await work(fake);
  } finally {
    await fake.close();
  }
}

it('says what earlier trials left on the engine, and nothing of a machine that it is not known to be on', () =>
  withFake(async (fake) => {
    fake.tasks.push(task(1, 'shutdown'), task(2, 'failed'));
    fake.containers.set('c1', {});
    const { facts, sources } = await fake.attach([wear], {}, { trialsBefore: () => 7 });
    await sources.detach();
    expect(facts.of('wear')).toMatchObject([
      {
        trialsBefore: 7,
        networks: 2,
        ingressAddresses: 2,
        tasks: 2,
        containers: 1,
        mounts: null,
        diskFreeBytes: null,
        swapUsedBytes: null,
        cpuPressure: null,
      },
    ]);
  }));

it('says what the machine has to do where the engine is on it', () =>
  withFake(async (fake) => {
    const { facts, sources } = await fake.attach([wear], {
      envelopeCgroup: '/here',
      diskFolder: fake.folder,
      daemon: () => `${String(process.pid)}@1`,
    });
    await sources.detach();
    const [fact] = facts.of('wear');
    expect(fact?.mounts).toBeGreaterThan(0);
    expect(fact?.diskFreeBytes).toBeGreaterThan(0);
    expect(fact?.swapUsedBytes).toBeGreaterThanOrEqual(0);
  }));

it('that cannot be told is a gap, and no reason to end a trial', () =>
  withFake(async (fake) => {
    fake.failing = '/networks';
    const { facts, sources } = await fake.attach([wear]);
    await sources.detach();
    expect(facts.of('wear')).toEqual([]);
    expect(facts.of('gap')).toMatchObject([{ source: 'wear', mark: 'begin' }]);
  }));
