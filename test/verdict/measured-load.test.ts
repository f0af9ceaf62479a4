// What is measured of a load, and in which part of the trial: on the functions that do it, with numbers that
// can be counted by hand.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { EvidenceOf } from '../../src/evidence/evidence.js';
import type { DrawnLoad, TrialSpec } from '../../src/plan/plan.js';
import { coveredMs, doseWindow } from '../../src/verdict/dose-window.js';
import { dosesOf } from '../../src/verdict/dose.js';
import type { Dose } from '../../src/verdict/verdict.js';
import { H, B, headStamp, journal, stack, trialSpec, type Journal } from './constructed-journal.js';

const load: DrawnLoad = {
  injector: 'memory',
  unit: 'bytes',
  shape: { kind: 'steady' },
  target: 100,
  during: 'upgrade',
  afterMs: 0,
  forMs: null,
  rampMs: 0,
  band: 0.1,
};
const line = (
  event: EvidenceOf<'load'>['event'],
  achieved: number | null = null,
  more: Partial<EvidenceOf<'load'>> = {},
) =>
  ({
    kind: 'load',
    index: 0,
    injector: 'memory',
    event,
    unit: 'bytes',
    target: 100,
    achieved,
    note: null,
    ...more,
  }) as const;
const window = (name: EvidenceOf<'window'>['window'], mark: 'open' | 'close') =>
  ({ kind: 'window', window: name, mark }) as const;

/** Lines of the load at their moments, within an update from 4 to 12 s. */
function within(...facts: readonly (readonly [number, ReturnType<typeof line>])[]): Journal {
  let j = journal().base().upgrade().updating();
  for (const [atMs, fact] of facts) j = j.at(atMs).fact(fact);
  return j.at(8000).serves('h1').stopped('b1').completed();
}
const doseOf = (j: Journal, one: DrawnLoad = load): Dose =>
  present(dosesOf(trialSpec([one]), j.end(headStamp).lines)[0], 'dose');

describe('a load', () => {
  it('whose end is not on record was there until the last line', () => {
    const dose = doseOf(within([4100, line('started')], [4200, line('full', 100)]));
    expect(dose).toMatchObject({ achieved: 100, toMs: null, fromMs: 4200, met: true });
    expect(
      doseOf(
        within(
          [4100, line('started')],
          [4200, line('full', 90)],
          [5000, line('sample', 110)],
          [6000, line('sample', 104)],
        ),
      ).achieved,
    ).toBe(104);
  });

  it('is measured by the middle of an odd number and the mean of the two in the middle of an even one', () => {
    const [first, second, third, fourth] = [
      [4200, line('full', 90)],
      [5000, line('sample', 101)],
      [6000, line('sample', 103)],
      [7000, line('sample', 109)],
    ] as const;
    expect(doseOf(within([4100, line('started')], first, third, second)).achieved).toBe(101);
    expect(doseOf(within([4100, line('started')], first, fourth, second, third)).achieved).toBe(102);
    expect(doseOf(within([4100, line('started')], [4200, line('full', 95)])).achieved).toBe(95);
  });

  it('that is to grow is late only after the time that it may grow', () => {
    const slow = { ...load, rampMs: 3000, forMs: 2000 };
    const dose = doseOf(
      within([4100, line('started')], [7000, line('full', 100)], [9000, line('ended')]),
      slow,
    );
    expect(dose).toMatchObject({ met: true, dueMs: 2000, insideMs: 2000, fromMs: 7000, toMs: 9000 });
  });

  it('is told apart from the next by its place', () => {
    const other = { index: 1, injector: 'cpu' } as const;
    const j = within(
      [4100, line('started')],
      [4200, line('full', 100)],
      [4300, line('started', null, other)],
      [4400, line('full', 50, other)],
      [19_000, line('ended')],
      [19_000, line('ended', null, other)],
    );
    const doses = dosesOf(
      trialSpec([load, { ...load, injector: 'cpu', target: 50 }]),
      j.end(headStamp).lines,
    );
    expect(doses.map(({ index, injector, achieved, met }) => [index, injector, achieved, met])).toEqual([
      [0, 'memory', 100, true],
      [1, 'cpu', 50, true],
    ]);
  });

  it('is told off its band in a tenth of a per cent', () => {
    const dose = doseOf(within([4100, line('started')], [4200, line('full', 150)], [19_000, line('ended')]), {
      ...load,
      band: 0.0333,
    });
    expect(dose.reason).toBe('held 150 of 100 bytes, more than 3.3 % off');
  });
});

describe('neighbours', () => {
  const planned = (target: number, index: number, event: 'planned' | 'sample' = 'planned') =>
    ({
      kind: 'load',
      index,
      injector: 'neighbours',
      event,
      unit: 'tasks',
      target,
      achieved: null,
      note: null,
    }) as const;
  const spec = (load: readonly DrawnLoad[]): TrialSpec => {
    const one = trialSpec(load);
    return { ...one, settings: { ...one.settings, neighbours: ['a.yml', 'b.yml'] } };
  };

  it(
    'are loads of as many tasks as were planned, after the loads of the list, and of one where that is ' +
      'not on record',
    () => {
      const lines = journal()
        .begin()
        .fact(planned(9, 1, 'sample'))
        .fact(planned(3, 1))
        .fact(planned(7, 0)).lines;
      expect(
        dosesOf(spec([load]), lines).map(({ index, injector, unit, target }) => [
          index,
          injector,
          unit,
          target,
        ]),
      ).toEqual([
        [0, 'memory', 'bytes', 100],
        [1, 'neighbours', 'tasks', 3],
        [2, 'neighbours', 'tasks', 1],
      ]);
    },
  );
});

describe('the time that matters', () => {
  const of = (
    j: Journal,
    during: DrawnLoad['during'] = 'upgrade',
    spec = trialSpec(),
  ): ReturnType<typeof doseWindow> => doseWindow(spec, { ...load, during }, j.lines);
  const update = (): Journal => journal().base().upgrade().updating().at(5000).serves('h1').stopped('b1');

  it("of an upgrade is from its window's opening to swarm's decision, or to the window's end", () => {
    const opened = journal()
      .base()
      .at(3900)
      .fact(window('upgrade', 'open'))
      .upgrade()
      .updating()
      .at(5000)
      .serves('h1')
      .stopped('b1');
    expect(of(opened.completed())).toEqual({ openMs: 3900, upgradeMs: 4000, overMs: 12_000, failed: false });
    expect(
      of(
        journal()
          .base()
          .at(3900)
          .fact(window('upgrade', 'open'))
          .upgrade()
          .updating()
          .at(5000)
          .serves('h1')
          .stopped('b1')
          .at(9000)
          .fact(window('upgrade', 'close'))
          .completed(),
      ),
    ).toMatchObject({ overMs: 9000 });
    expect(of(update().completed())).toMatchObject({ openMs: 4000, overMs: 12_000 });
  });

  it('ends where swarm took the head back or stopped on it, and is then no fault of the load', () => {
    expect(of(journal().base().upgrade().updating().oomKilled('h1').rollsBack('h1', 6050))).toMatchObject({
      overMs: 6050,
      failed: true,
    });
    expect(of(update().at(7000).spec(H, B, { state: 'paused' }))).toMatchObject({
      overMs: 7000,
      failed: true,
    });
  });

  it('goes to the end of observation where swarm never decided, and past a decision that stood before', () => {
    expect(
      of(update().at(15_000).phase('observe', 'end').at(16_000).phase('collect', 'begin')),
    ).toMatchObject({ overMs: 15_000, failed: false });
    const again = { state: 'completed', startedAt: '2026-06-11T00:00:01Z' };
    const before = journal()
      .base()
      .spec(B, B, again)
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(B, B, again)
      .at(4100)
      .spec(H, B, { state: 'updating' })
      .deploy('upgrade', 'end')
      .completed(9000);
    expect(of(before)).toMatchObject({ overMs: 9000 });
  });

  it('of a base is up to the upgrade, or to the end of its own phase where none was begun', () => {
    expect(of(update().completed(), 'base')).toMatchObject({
      openMs: 1000,
      upgradeMs: 4000,
      overMs: 4000,
      failed: false,
    });
    expect(
      of(journal().base().at(3500).phase('base', 'end').at(5000).phase('collect', 'begin'), 'base'),
    ).toMatchObject({ upgradeMs: null, overMs: 3500 });
    expect(of(journal().base().at(5000).phase('collect', 'begin'), 'whole')).toMatchObject({
      openMs: 1000,
      upgradeMs: null,
      overMs: 5000,
    });
  });

  it('of a rollback begins with its window alone, and has no decision to end with', () => {
    expect(of(update().completed(), 'rollback')).toBeNull();
    const rolling = journal()
      .base()
      .upgrade()
      .updating()
      .oomKilled('h1')
      .rollsBack('h1', 6050)
      .fact(window('rollback', 'open'))
      .rollsBack(null, 9000)
      .at(15_000)
      .phase('observe', 'end');
    expect(of(rolling, 'rollback')).toMatchObject({ openMs: 6050, overMs: 15_000, failed: false });
  });

  it('is that of the last of several runs', () => {
    const runs = ['r1', 'r2'].map((run, index) => ({
      run,
      stack: index === 0 ? stack : 'other-1',
      domain: '',
      startAfterMs: 0,
    }));
    const both = update()
      .completed(9000)
      .deploy('upgrade', 'begin', { run: 'r2', stack: 'other-1' })
      .spec(H, B, { state: 'completed' }, { stack: 'other-1', service: 'other-1_app', updatedAt: '' })
      .at(15_000)
      .phase('observe', 'end');
    expect(of(both, 'upgrade', trialSpec([], runs))).toMatchObject({ openMs: 4000, overMs: 9000 });
    const open = update()
      .completed(9000)
      .deploy('upgrade', 'begin', { run: 'r2', stack: 'other-1' })
      .at(15_000)
      .phase('observe', 'end');
    expect(of(open, 'upgrade', trialSpec([], runs))).toMatchObject({ overMs: 15_000 });
  });

  it('is covered by spans as far as they reach into it', () => {
    const spans = [
      { fromMs: 0, toMs: 10 },
      { fromMs: 15, toMs: 20 },
      { fromMs: 30, toMs: 50 },
    ];
    expect([
      coveredMs(spans, { fromMs: 5, toMs: 40 }),
      coveredMs(spans, { fromMs: 10, toMs: 15 }),
      coveredMs([], { fromMs: 0, toMs: 1 }),
    ]).toEqual([20, 0, 0]);
  });
});
