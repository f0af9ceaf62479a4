// Several runs of a trial at once, on doubles: who waits for whom, and what becomes of the others when one
// fails.
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import { ofKind } from '../../src/evidence/timeline.js';
import type { DrawnLoad } from '../../src/plan/plan.js';
import type { Settings } from '../../src/scenario/scenario.js';
import type { DeployRequest } from '../../src/trial/ports.js';
import { runDoubled, swift, type Ran, type Wishes } from './doubled-trial.js';
import { fakeInjector } from './fake-injector.js';

const two = [
  { run: 'r1', startAfterMs: 0 },
  { run: 'r2', startAfterMs: 0 },
];
const locked = (lock: Settings['stacks']['lock']): Partial<Settings> => ({
  stacks: { concurrent: 2, share: 'stack', lock, startWithinMs: 0 },
  observe: swift,
});

/** Begin and end of every deploy, as the record has them. */
const deploysOf = ({ lines }: Ran): readonly string[] =>
  ofKind(lines, 'deploy').map(({ run, step, mark }) => `${run} ${step} ${mark}`);
const marksOf = ({ lines }: Ran): readonly string[] =>
  ofKind(lines, 'run').map(({ run, mark }) => `${run} ${mark}`);
const only = (lines: readonly string[], run: string): readonly string[] =>
  lines.filter((line) => line.startsWith(run));

/** A gate that runs come to, and that opens when all of them are there. */
function meeting(count: number): () => Promise<void> {
  const there: (() => void)[] = [];
  return () =>
    new Promise((resolve) => {
      there.push(resolve);
      if (there.length === count) for (const go of there) go();
    });
}

describe('runs side by side', () => {
  it('each go from base to head to an end of their own, in one phase, and are concluded before they end', async () => {
    const ran = await runDoubled({ runs: two });
    for (const run of ['r1', 'r2']) {
      expect(only(deploysOf(ran), run)).toEqual(
        ['base begin', 'base end', 'upgrade begin', 'upgrade end'].map((what) => `${run} ${what}`),
      );
      expect(only(marksOf(ran), run)).toEqual([`${run} begin`, `${run} end`]);
      expect(ran.notes).toContain(`conclude ${run}`);
    }
    expect(
      ofKind(ran.lines, 'phase')
        .filter(({ mark }) => mark === 'begin')
        .map(({ phase }) => phase),
    ).toEqual(['engine', 'tree', 'load', 'runs', 'collect', 'destroy']);
    expect(ofKind(ran.lines, 'trial-end')[0]?.end).toBe('completed');
  });

  it('upgrade at the same time where no lock keeps them apart', async () => {
    const meet = meeting(2);
    const ran = await runDoubled({
      runs: two,
      settings: locked('none'),
      deploy: async ({ step }) => {
        if (step === 'upgrade') await meet();
        return null;
      },
    });
    expect(ofKind(ran.lines, 'trial-end')[0]?.end).toBe('completed');
    expect(ofKind(ran.lines, 'lock')).toEqual([]);
  });

  it('start as much later than the first as they were drawn to', async () => {
    const ran = await runDoubled({
      runs: [
        { run: 'r1', startAfterMs: 0 },
        { run: 'r2', startAfterMs: 60 },
      ],
    });
    const begins = ofKind(ran.lines, 'run')
      .filter(({ mark }) => mark === 'begin')
      .map(({ run, atMs }) => [run, atMs] as const);
    expect(begins.map(([run]) => run)).toEqual(['r1', 'r2']);
    expect((begins[1]?.[1] ?? 0) - (begins[0]?.[1] ?? 0)).toBeGreaterThanOrEqual(55);
  });
});

describe('a lock', () => {
  const locksOf = ({ lines }: Ran): readonly string[] =>
    ofKind(lines, 'lock').map(({ run, mark }) => `${run} ${mark}`);
  const sharing = (lock: Settings['stacks']['lock'], more: Wishes = {}): Promise<Ran> =>
    runDoubled({ runs: two, settings: locked(lock), share: true, ...more });

  it('of whole runs lets the second begin when the first is over', async () => {
    const ran = await sharing('run');
    expect(deploysOf(ran)).toEqual(
      ['r1', 'r2'].flatMap((run) =>
        ['base begin', 'base end', 'upgrade begin', 'upgrade end'].map((what) => `${run} ${what}`),
      ),
    );
    expect(locksOf(ran)).toEqual(['r1 taken', 'r1 released', 'r2 taken', 'r2 released']);
  });

  it('of bases alone lets the upgrade of the first go on beside the base of the second', async () => {
    const meet = meeting(2);
    const ran = await sharing('base-only', {
      deploy: async ({ step, run }) => {
        if ((step === 'upgrade') === (run.run === 'r1')) await meet();
        return null;
      },
    });
    expect(locksOf(ran)).toEqual(['r1 taken', 'r1 released', 'r2 taken', 'r2 released']);
    const order = deploysOf(ran);
    expect(order.indexOf('r2 base begin')).toBeGreaterThan(order.indexOf('r1 base end'));
    expect(order.indexOf('r1 upgrade end')).toBeGreaterThan(order.indexOf('r2 base begin'));
  });

  it('is given back by a run whose deployer cannot be run', async () => {
    const ran = await sharing('run', { deploy: (request) => failing(request, 'r1') });
    expect(locksOf(ran)).toEqual(['r1 taken', 'r1 released', 'r2 taken', 'r2 released']);
    expect(only(deploysOf(ran), 'r2')).toHaveLength(4);
  });
});

function failing({ run }: DeployRequest, of: string): Promise<null> {
  return run.run === of ? Promise.reject(new LabError('deploy', 'docker: not found')) : Promise.resolve(null);
}

describe('when one run fails', () => {
  it('the other goes to its end before the trial ends as invalid', async () => {
    const ran = await runDoubled({ runs: two, deploy: (request) => failing(request, 'r1') });
    expect(marksOf(ran)).toEqual(['r1 begin', 'r2 begin', 'r2 end']);
    expect(ofKind(ran.lines, 'fault').map(({ phase, message }) => `${phase}: ${message}`)).toEqual([
      'runs: docker: not found',
    ]);
    expect(ofKind(ran.lines, 'trial-end')[0]?.end).toBe('invalid');
  });

  it('to bring its base up, it does not upgrade, and is concluded all the same', async () => {
    const ran = await runDoubled({
      runs: two,
      deploy: ({ run }) =>
        Promise.resolve(run.run === 'r2' ? { exitCode: 1, stamp: null, failure: 'no such network' } : null),
    });
    expect(only(deploysOf(ran), 'r2')).toEqual(['r2 base begin', 'r2 base end']);
    expect(only(marksOf(ran), 'r2')).toEqual(['r2 begin', 'r2 end']);
    expect(ran.notes).toContain('conclude r2');
    expect(ofKind(ran.lines, 'trial-end')[0]?.end).toBe('completed');
  });
});

describe('loads beside several runs', () => {
  it('of the base end, and those of the upgrade begin, with the first run that comes so far, once', async () => {
    const injector = fakeInjector('memory', () =>
      Promise.resolve({ begin: () => Promise.resolve(), stop: () => Promise.resolve() }),
    );
    const load = (during: DrawnLoad['during']): DrawnLoad => ({
      injector: 'memory',
      unit: 'bytes',
      target: 1,
      during,
      afterMs: 0,
      forMs: null,
      rampMs: 0,
      shape: { kind: 'steady' },
      band: 0.1,
    });
    const ran = await runDoubled({
      runs: two,
      load: [load('base'), load('upgrade')],
      ports: { injectors: { memory: injector } },
    });
    expect(ofKind(ran.lines, 'window').map(({ window, mark }) => `${mark} ${window}`)).toEqual([
      'open whole',
      'open base',
      'close base',
      'open upgrade',
      'close whole',
      'close upgrade',
    ]);
    const opened = ran.lines.findIndex(
      (line) => line.kind === 'window' && line.window === 'upgrade' && line.mark === 'open',
    );
    expect(opened).toBeLessThan(
      ran.lines.findIndex((line) => line.kind === 'deploy' && line.step === 'upgrade'),
    );
  });
});
