// What stands around the outcome: races, upgrades of others, and outages, at their limits.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { RunSpec, TrialSpec } from '../../src/plan/plan.js';
import { ranAlone } from '../../src/verdict/alone.js';
import { judge } from '../../src/verdict/judge.js';
import { judgeUpgrade, upgradeTrial } from '../../src/verdict/judge-upgrade.js';
import { outageOf } from '../../src/verdict/outage.js';
import { storyOf } from '../../src/verdict/story.js';
import {
  app,
  B,
  H,
  headStamp,
  journal,
  stack,
  trialSpec,
  view,
  type Journal,
} from './constructed-journal.js';

const r1 = present(trialSpec().runs[0], 'run');

describe('runs that are meant to race', () => {
  const names = ['r1', 'r2'];
  const runs = names.map((run): RunSpec => ({ ...r1, run }));
  type Lock = TrialSpec['settings']['stacks']['lock'];
  /** Each run's base and upgrade begin, and when the run ends. */
  const raced = (
    spans: Readonly<Record<string, readonly [number, number, number | null]>>,
  ): readonly Evidence[] => {
    const j = journal();
    for (const [run, [baseMs, upgradeMs, endMs]] of Object.entries(spans)) {
      j.at(baseMs).deploy('base', 'begin', { run });
      j.at(upgradeMs).deploy('upgrade', 'begin', { run });
      if (endMs !== null) j.at(endMs).fact({ kind: 'run', run, mark: 'end' });
    }
    return j.lines;
  };
  const why = (lines: readonly Evidence[], lock: Lock, many: readonly RunSpec[] = runs): string | null => {
    const spec = trialSpec([], many);
    const settings = { ...spec.settings, stacks: { ...spec.settings.stacks, lock } };
    return ranAlone({
      spec: { ...spec, settings },
      run: 'r1',
      evidence: lines,
      lines,
      problems: [],
      doses: [],
    });
  };
  const apart = raced({ r1: [0, 1000, 2000], r2: [1500, 2000, 3000] });

  it('show nothing where their upgrades did not overlap, which is said with the times', () => {
    expect(why(apart, 'none')).toBe(
      'its upgrade overlapped no other: r1 from 1.0 to 2.0 s, r2 from 2.0 to 3.0 s',
    );
    expect(why(raced({ r1: [0, 1000, 2001], r2: [1500, 2000, 3000] }), 'none')).toBeNull();
    expect(why(raced({ r1: [0, 3000, 4000], r2: [0, 1000, 3000] }), 'none')).not.toBeNull();
    expect(why(raced({ r1: [0, 2999, 4000], r2: [0, 1000, 3000] }), 'none')).toBeNull();
  });

  it('under a lock for the base count from their bases on', () => {
    expect(why(apart, 'base-only')).toBeNull();
    expect(why(raced({ r1: [0, 1000, 2000], r2: [2000, 2500, 3000] }), 'base-only')).toBe(
      'it overlapped no other: r1 from 0.0 to 2.0 s, r2 from 2.0 to 3.0 s',
    );
  });

  it('are not asked for where they take turns, where there is one, or where this one did not come so far', () => {
    expect(why(apart, 'run')).toBeNull();
    expect(why(apart, 'none', [r1])).toBeNull();
    expect(why(raced({ r1: [0, 1000, null], r2: [1500, 2000, 3000] }), 'none')).toBeNull();
    expect(why(raced({ r1: [0, 1000, 2000], r2: [1500, 2000, null] }), 'none')).toBe(
      'its upgrade overlapped no other: r1 from 1.0 to 2.0 s',
    );
  });
});

describe('an upgrade that somebody made', () => {
  const watched = (more: Partial<{ run: string; stack: string }> = {}): Journal =>
    journal().fact({ kind: 'adopted', run: 'watch', stack, service: 'app', intendedStamp: null, ...more });

  it('is the one run of its trial, by the name that its lines give it', () => {
    const runOf = (j: Journal): string | undefined =>
      upgradeTrial({ stack, service: 'app' }, j.lines).runs[0]?.run;
    expect(runOf(watched())).toBe('watch');
    expect(runOf(watched({ stack: 'other' }))).toBe('r1');
    expect(runOf(journal().deploy('base', 'begin', { run: 'r7' }))).toBe('r7');
    expect(runOf(journal().deploy('base', 'begin', { run: 'r7', stack: 'other' }))).toBe('r1');
    expect(runOf(watched().deploy('base', 'begin', { run: 'r7' }))).toBe('watch');
    expect(upgradeTrial({ stack, service: 'app', judged: ['app'] }, []).settings).toMatchObject({
      service: 'app',
      judged: ['app'],
      judgeStarved: false,
      stopAt: null,
      checkouts: 0,
    });
  });

  it('is held against the caller’s word, in place of what its lines say', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .stopped('b1')
      .serves('h1')
      .completed()
      .end(headStamp).lines;
    const judged = (intendedStamp?: string | null): string | null =>
      judgeUpgrade(
        { stack, service: 'app', ...(intendedStamp === undefined ? {} : { intendedStamp }) },
        lines,
      ).stamps.intended;
    expect([judged(), judged(null), judged('abc')]).toEqual([headStamp, headStamp, 'abc']);
    const base = lines.filter((line) => line.kind !== 'worktree' || line.step === 'base');
    expect(judgeUpgrade({ stack, service: 'app', intendedStamp: 'abc' }, base).stamps.intended).toBeNull();
  });
});

describe('a trial', () => {
  it('has its engine, how many trials that ran before, and its end on record', () => {
    const wear = (trialsBefore: number): Evidence =>
      ({
        kind: 'wear',
        trialsBefore,
        seq: 99,
        atMs: 0,
        wall: '',
        engineAt: null,
      }) as unknown as Evidence;
    const { lines } = journal().begin().engine('end').fact({ kind: 'trial-end', end: 'completed' });
    expect(judge(trialSpec(), lines)).toMatchObject({
      trial: '001',
      arm: 'start-first',
      end: 'completed',
      engine: 'e1',
    });
    expect(judge(trialSpec(), lines)).not.toHaveProperty('trialsBefore');
    expect(judge(trialSpec(), [...lines, wear(3), wear(9)])).toMatchObject({ trialsBefore: 3 });
    expect(judge(trialSpec(), [])).toMatchObject({ end: 'aborted', engine: null });
  });
});

describe('an outage', () => {
  /** From when the base stood, at 3 s, to 20 s. */
  const outage = (story: (j: Journal) => Journal, base = B, head = H): ReturnType<typeof outageOf> => {
    const j = story(journal().base(base).upgrade(head, base).updating(head, base).at(5000));
    return outageOf(storyOf(j.at(20_000).phase('observe', 'end').lines, r1, app, true));
  };

  it.each([
    [
      'none where the next serves before the old one goes',
      (j: Journal) => j.serves('h1').at(7000).stopped('b1'),
      0,
      null,
    ],
    ['none where they change at one moment', (j: Journal) => j.at(7000).stopped('b1').serves('h1'), 0, null],
    ['between the old and the next', (j: Journal) => j.stopped('b1').at(7500).serves('h1'), 2500, null],
    ['open where nothing came back', (j: Journal) => j.stopped('b1'), null, 5000],
    [
      'open from the last that served',
      (j: Journal) => j.serves('h1').at(6000).stopped('b1').at(9000).exited('h1', 1),
      null,
      9000,
    ],
    [
      'two of them together',
      (j: Journal) => j.stopped('b1').at(6000).serves('h1').at(8000).exited('h1', 1).at(9500).serves('h2'),
      2500,
      null,
    ],
    [
      'while it was unhealthy',
      (j: Journal) =>
        j
          .container('b1', 'health', { health: 'unhealthy' })
          .at(6200)
          .container('b1', 'health', { health: 'healthy' }),
      1200,
      null,
    ],
    [
      'ended by the container being destroyed',
      (j: Journal) => j.container('b1', 'destroy').at(5700).container('b1', 'health', { health: 'healthy' }),
      700,
      null,
    ],
    [
      'not lengthened by a second word of health',
      (j: Journal) =>
        j.container('b1', 'health', { health: 'healthy' }).at(6000).serves('h1').at(7000).stopped('b1'),
      0,
      null,
    ],
  ] as const)('is %s', (_, story, outageMs, downFromMs) => {
    expect(outage(story)).toEqual({ outageMs, downFromMs });
  });

  it.each([
    ['without the start of a container', (j: Journal) => j.task('h1', 'running', { message: 'started' })],
    [
      'where a task ended whose container was not seen to die',
      (j: Journal) => j.serves('h1').at(7000).task('h1', 'failed', { exitCode: 1, message: 'started' }),
    ],
    [
      'where one with a healthcheck was never seen healthy',
      (j: Journal) => j.container('h1', 'start').task('h1', 'running'),
    ],
    [
      'where events were not seen',
      (j: Journal) => j.fact({ kind: 'gap', source: 'events', mark: 'begin', unseenMs: 0, reason: 'x' }),
    ],
  ] as const)('is not known %s', (_, story) => {
    expect(outage(story)).toBeNull();
  });

  it('is none of a job, nor of a task that was done by itself before the upgrade', () => {
    const [b, h] = [
      view('B', { restart: 'none', healthcheck: false }),
      view('H', { restart: 'none', healthcheck: false }),
    ];
    const outageFrom = (base: Journal): ReturnType<typeof outageOf> => {
      const j = base.upgrade(h, b).updating(h, b).at(20_000).phase('observe', 'end');
      return outageOf(storyOf(j.lines, r1, app, true));
    };
    expect(outageFrom(journal().base(b).at(3500).exited('b1', 0))).toBeNull();
    const killed = journal().base(b).at(3500).container('b1', 'kill', { signal: '15' }).exited('b1', 0);
    expect(outageFrom(killed)).toEqual({ outageMs: null, downFromMs: 3500 });
    const gone = { outageMs: null, downFromMs: 5000 };
    expect(outage((j) => j.exited('b1', 0), b, h)).toEqual(gone);
    expect(outage((j) => j.exited('b1', 0))).toEqual(gone);
    expect(outage((j) => j, view('B', { mode: 'replicated-job' }))).toBeNull();
  });

  it('counts a container without a healthcheck from its start', () => {
    const [b, h] = [view('B', { healthcheck: false }), view('H', { healthcheck: false })];
    expect(
      outage(
        (j) =>
          j
            .stopped('b1')
            .at(6000)
            .task('h1', 'starting')
            .container('h1', 'start')
            .at(8000)
            .task('h1', 'running'),
        b,
        h,
      ),
    ).toEqual({ outageMs: 1000, downFromMs: null });
  });
});
