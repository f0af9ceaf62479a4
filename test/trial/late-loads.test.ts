import { describe, expect, test } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import type { Fact } from '../../src/evidence/fact.js';
import type { DrawnLoad } from '../../src/plan/plan.js';
import { prepareLoads, type LoadWindows } from '../../src/trial/load-windows.js';
import type { Emit } from '../../src/trial/ports.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { fakeInjector } from './fake-injector.js';

const load: DrawnLoad = {
  injector: 'fake',
  unit: 'bytes',
  shape: { kind: 'steady' },
  target: 1,
  during: 'upgrade',
  afterMs: 0,
  forMs: null,
  rampMs: 0,
  band: 0.1,
};

interface Opened {
  readonly loads: LoadWindows;
  readonly said: readonly string[];
}

/**
 * A load that is on once `begins` resolves, or fails with it; stopped while it starts it is not on, and has
 * not failed, as a real one.
 */
async function withLoads(
  drawn: readonly DrawnLoad[],
  begins: () => Promise<void> = () => Promise.resolve(),
  signal = new AbortController().signal,
): Promise<Opened> {
  const said: string[] = [];
  const injector = fakeInjector('fake', ({ index }) => {
    const over = new AbortController();
    const aborted = new Promise<void>((resolve) => {
      over.signal.addEventListener('abort', () => {
        resolve();
      });
    });
    return Promise.resolve({
      begin: async () => {
        await Promise.race([begins(), aborted]);
        if (!over.signal.aborted) said.push(`${String(index)} on`);
      },
      stop: () => {
        over.abort();
        said.push(`${String(index)} off`);
        return Promise.resolve();
      },
    });
  });
  const emit = ((fact: Fact) => {
    if (fact.kind === 'window') said.push(`${fact.window} ${fact.mark}`);
  }) as unknown as Emit;
  return {
    loads: await prepareLoads(
      { spec: trialSpec(drawn), injectors: { fake: injector }, engine: {} as never, emit },
      signal,
    ),
    said,
  };
}

const never = (): Promise<void> => new Promise(() => undefined);

describe('the windows of loads', () => {
  test('put a load on when they open, once, and off when they close', async () => {
    const { loads, said } = await withLoads([load, { ...load, during: 'base' }]);
    loads.open('base');
    loads.open('base');
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    await loads.close('base');
    await loads.close('base');
    await loads.stop();
    expect(said.slice(0, 4)).toEqual(['base open', '1 on', 'base close', '1 off']);
    expect(said).not.toContain('0 on');
  });

  test.each(['close', 'stop'] as const)(
    'that %s while their load is still starting are no failure of the trial',
    async (how) => {
      const { loads, said } = await withLoads([load], never);
      loads.open('upgrade');
      if (how === 'close') await loads.close('upgrade');
      await loads.stop();
      expect(said).toEqual(expect.arrayContaining(['upgrade open', 'upgrade close', '0 off']));
    },
  );

  test('that close before their load is due never begin it', async () => {
    const { loads, said } = await withLoads([{ ...load, afterMs: 60_000 }]);
    loads.open('upgrade');
    await loads.stop();
    expect(said).not.toContain('0 on');
  });

  test('tell of a load that could not start while they were open', async () => {
    const { loads } = await withLoads([load], () => Promise.reject(new LabError('dose', 'no room')));
    loads.open('upgrade');
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    await expect(loads.stop()).rejects.toThrow('no room');
  });

  test('leave a load with a duration on when they close', async () => {
    const { loads, said } = await withLoads([{ ...load, forMs: 1000 }]);
    loads.open('upgrade');
    await loads.close('upgrade');
    expect(said).not.toContain('0 off');
    await loads.stop();
    expect(said).toContain('0 off');
  });

  test('wait only for those that have a load', async () => {
    const { loads } = await withLoads([{ ...load, during: 'monitor' }]);
    expect([loads.awaits('monitor'), loads.awaits('rollback')]).toEqual([true, false]);
    loads.open('monitor');
    expect(loads.awaits('monitor')).toBe(false);
    await loads.stop();
  });
});
