// Windows of a trial's load, on injectors that are doubles: they put nothing on, and note what they are told.
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import type { Fact } from '../../src/evidence/fact.js';
import type { DrawnLoad, TrialSpec } from '../../src/plan/plan.js';
import { prepareLoads, type LoadWindows } from '../../src/trial/load-windows.js';
import type { Engine, Injector } from '../../src/trial/ports.js';
import { settings } from '../statistics/made-campaign.js';
import { fakeInjector } from './fake-injector.js';

type Told = Partial<DrawnLoad> & { readonly injector: string };

interface Bench {
  readonly windows: LoadWindows;
  /** What injectors were told and what was put on record, in order. */
  readonly notes: string[];
  readonly lifetimesMs: number[];
}

interface Wishes {
  /** Injectors whose loads cannot be begun. */
  readonly broken?: readonly string[];
  /** Injectors whose loads are still starting when they are taken off. */
  readonly slow?: readonly string[];
  /** Injectors whose loads cannot even be prepared. */
  readonly missing?: readonly string[];
  readonly runs?: number;
  readonly signal?: AbortSignal;
}

function bench(loads: readonly Told[], wishes: Wishes = {}): Promise<Bench> {
  return prepared(loads, wishes, []);
}

async function prepared(
  loads: readonly Told[],
  { broken = [], slow = [], missing = [], runs = 1, signal = new AbortController().signal }: Wishes,
  notes: string[],
): Promise<Bench> {
  const lifetimesMs: number[] = [];
  const injectorOf = (name: string): Injector =>
    fakeInjector(name, ({ lifetimeMs }) => {
      if (missing.includes(name)) return Promise.reject(new LabError('dose', `${name} is not there`));
      lifetimesMs.push(lifetimeMs);
      notes.push(`prepare ${name}`);
      const off = new AbortController();
      const start = async (): Promise<void> => {
        if (broken.includes(name)) throw new LabError('dose', `${name} would not start`);
        if (slow.includes(name)) await once(off.signal, 'abort');
      };
      return Promise.resolve({
        begin: () => {
          notes.push(`begin ${name}`);
          return start();
        },
        stop: () => {
          notes.push(`stop ${name}`);
          off.abort();
          return Promise.resolve();
        },
      });
    });
  const load = loads.map((one): DrawnLoad => ({
    unit: 'bytes',
    target: 1,
    during: 'upgrade',
    afterMs: 0,
    forMs: null,
    rampMs: 0,
    shape: { kind: 'steady' },
    band: 0.1,
    ...one,
  }));
  const run = { run: 'r1', stack: 's', domain: 'd', startAfterMs: 0 };
  const spec: TrialSpec = {
    id: '001',
    arm: 'a',
    block: 1,
    seed: 1,
    load,
    actions: [],
    runs: Array.from({ length: runs }, () => run),
    settings,
  };
  const emit = (fact: Fact) => {
    if (fact.kind === 'window') notes.push(`${fact.mark} ${fact.window}`);
    return { ...fact, seq: 1, atMs: 0, wall: '', engineAt: null };
  };
  const injectors = Object.fromEntries(load.map(({ injector }) => [injector, injectorOf(injector)]));
  const windows = await prepareLoads({ spec, injectors, engine: {} as Engine, emit }, signal);
  notes.splice(0);
  return { windows, notes, lifetimesMs };
}

/** Lets what is due without any wait happen. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('a window', () => {
  it('begins its own loads when it opens, once, and is on record', async () => {
    const { windows, notes } = await bench([{ injector: 'memory' }, { injector: 'cpu', during: 'base' }]);
    windows.open('upgrade');
    windows.open('upgrade');
    await turn();
    expect(notes).toEqual(['open upgrade', 'begin memory']);
  });

  it(
    'ends on closing the loads that last as long as it, and leaves to themselves those with a time of ' +
      'their own',
    async () => {
      const { windows, notes } = await bench([
        { injector: 'memory' },
        { injector: 'cpu', forMs: 1000 },
        { injector: 'io', during: 'base' },
      ]);
      windows.open('upgrade');
      await turn();
      notes.splice(0);
      await windows.close('upgrade');
      await windows.close('upgrade');
      expect(notes.filter((note) => note.startsWith('close'))).toEqual(['close upgrade']);
      expect(new Set(notes)).toEqual(new Set(['close upgrade', 'stop memory']));
    },
  );

  it('that never opened has no end on record, though its loads are taken off', async () => {
    const { windows, notes } = await bench([{ injector: 'memory', during: 'rollback' }]);
    await windows.close('rollback');
    expect(notes).toEqual(['stop memory']);
  });

  it('of a trial without load is not worth a line', async () => {
    const { windows, notes } = await bench([]);
    windows.open('whole');
    await windows.close('whole');
    await windows.stop();
    expect(notes).toEqual([]);
  });

  it('is awaited by a load until it opens', async () => {
    const { windows } = await bench([{ injector: 'memory', during: 'monitor' }]);
    expect([windows.awaits('monitor'), windows.awaits('rollback')]).toEqual([true, false]);
    windows.open('monitor');
    expect(windows.awaits('monitor')).toBe(false);
  });
});

describe('a load that is due later than its window opens', () => {
  it('begins when it is due', async () => {
    vi.useFakeTimers();
    try {
      const { windows, notes } = await bench([{ injector: 'memory', afterMs: 2000 }]);
      windows.open('upgrade');
      await vi.advanceTimersByTimeAsync(1999);
      expect(notes).toEqual(['open upgrade']);
      await vi.advanceTimersByTimeAsync(1);
      expect(notes).toEqual(['open upgrade', 'begin memory']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('never begins when the window closes first, and that is no error', async () => {
    const { windows, notes } = await bench([{ injector: 'memory', afterMs: 60_000 }]);
    windows.open('upgrade');
    await windows.close('upgrade');
    await windows.stop();
    expect(notes).not.toContain('begin memory');
  });

  it('never begins when the trial is interrupted first', async () => {
    const user = new AbortController();
    const { windows, notes } = await bench([{ injector: 'memory', afterMs: 60_000 }], {
      signal: user.signal,
    });
    windows.open('upgrade');
    user.abort(new LabError('interrupted', 'by the user'));
    await windows.stop();
    expect(notes).not.toContain('begin memory');
  });
});

describe('the end of the trial', () => {
  it('closes every open window and takes every load off, begun or not', async () => {
    const { windows, notes } = await bench([
      { injector: 'memory', during: 'whole' },
      { injector: 'cpu' },
      { injector: 'io', during: 'rollback' },
    ]);
    windows.open('whole');
    windows.open('upgrade');
    await turn();
    notes.splice(0);
    await windows.stop();
    expect(notes).toEqual(['close whole', 'close upgrade', 'stop memory', 'stop cpu', 'stop io']);
  });

  it.each(['close', 'stop'] as const)(
    'takes off a load that is still starting, without waiting for its start (%s)',
    async (how) => {
      const { windows, notes } = await bench([{ injector: 'memory' }], { slow: ['memory'] });
      windows.open('upgrade');
      await turn();
      if (how === 'close') await windows.close('upgrade');
      await windows.stop();
      expect(notes.slice(0, 4)).toEqual(['open upgrade', 'begin memory', 'close upgrade', 'stop memory']);
    },
  );

  it('says which load would not start, once all of them are off', async () => {
    const { windows, notes } = await bench([{ injector: 'memory' }, { injector: 'cpu' }], {
      broken: ['memory'],
    });
    windows.open('upgrade');
    await turn();
    await expect(windows.stop()).rejects.toThrow('memory would not start');
    expect(notes).toEqual(expect.arrayContaining(['begin cpu', 'stop memory', 'stop cpu']));
  });
});

describe('preparing', () => {
  it('gives each load a longer life than the trial can have, its runs one after the other', async () => {
    const {
      observe: { baseDeadlineMs, deadlineMs, settleMs },
    } = settings;
    const [alone, three] = [
      (await bench([{ injector: 'memory' }])).lifetimesMs[0] ?? 0,
      (await bench([{ injector: 'memory' }], { runs: 3 })).lifetimesMs[0] ?? 0,
    ];
    expect(alone).toBeGreaterThan(baseDeadlineMs + deadlineMs + settleMs + 2 * 120_000);
    expect(three).toBe(3 * alone);
  });

  it('takes off again what was prepared when another load cannot be', async () => {
    const notes: string[] = [];
    await expect(
      prepared(
        [{ injector: 'memory' }, { injector: 'cpu' }, { injector: 'io' }],
        { missing: ['cpu'] },
        notes,
      ),
    ).rejects.toThrow('cpu is not there');
    expect(notes).toEqual(['prepare memory', 'prepare io', 'stop memory', 'stop io']);
  });
});
