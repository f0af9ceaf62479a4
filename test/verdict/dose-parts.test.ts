// The parts of a dose, each at its limits: why it was missed, and the time in which it mattered.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import type { DrawnLoad, RunSpec } from '../../src/plan/plan.js';
import { whyMissed } from '../../src/verdict/dose-misses.js';
import { coveredMs, decidedMs, doseWindow, type DoseWindow } from '../../src/verdict/dose-window.js';
import { dosesOf } from '../../src/verdict/dose.js';
import type { Dosing, Measured } from '../../src/verdict/dosing.js';
import type { Dose } from '../../src/verdict/verdict.js';
import { B, H, journal, stack, trialSpec, type Journal } from './constructed-journal.js';

const load: DrawnLoad = {
  injector: 'memory',
  unit: 'bytes',
  shape: { kind: 'steady' },
  target: 1000,
  during: 'upgrade',
  afterMs: 0,
  forMs: null,
  rampMs: 0,
  band: 0.1,
};
const opened: DoseWindow = { openMs: 4000, upgradeMs: 4000, overMs: 12_000, failed: false };
const good: Measured = {
  achieved: 1000,
  lateMs: 0,
  fromMs: 4000,
  toMs: 13_000,
  fullTimes: 1,
  due: { fromMs: 4000, toMs: 12_000 },
  insideMs: 8000,
};

type Event = EvidenceOf<'load'>['event'];
type Moment = readonly [Event, number, (number | null)?, (string | null)?];

function loadLines(...events: readonly Moment[]): readonly EvidenceOf<'load'>[] {
  const j = journal();
  for (const [event, atMs, achieved = null, note = null] of events)
    j.at(atMs).fact({
      kind: 'load',
      index: 0,
      injector: 'memory',
      event,
      unit: 'bytes',
      target: 1000,
      achieved,
      note,
    });
  return j.lines as readonly EvidenceOf<'load'>[];
}

const started = loadLines(['started', 4000], ['full', 4000, 1000]);

function missed(
  measured: Partial<Measured> = {},
  dosing: Partial<Omit<Dosing, 'load'>> & { readonly load?: Partial<DrawnLoad> } = {},
): string | null {
  const { load: patch, ...more } = dosing;
  return whyMissed(
    { index: 0, lines: [], own: started, window: opened, ...more, load: { ...load, ...patch } },
    { ...good, ...measured },
  );
}

describe('a dose is met or missed', () => {
  it('as it died, with its last word, whatever else is known', () => {
    expect(missed()).toBeNull();
    expect(missed({}, { own: loadLines(['died', 5000]) })).toBe('the load died');
    expect(missed({}, { own: loadLines(['started', 1], ['died', 5000, null, 'no room']) })).toBe(
      'the load died: no room',
    );
    expect(missed({}, { own: loadLines(['died', 5000]), load: { target: 0 } })).toBe('the load died');
    expect(missed({ achieved: null, fromMs: null }, { own: [], load: { target: 0 } })).toBeNull();
  });

  it('as it was started, became full, and was measured', () => {
    expect(missed({}, { own: [] })).toBe('the load was never started');
    expect(missed({}, { own: loadLines(['planned', 1], ['ended', 2, null, 'no window']) })).toBe(
      'the load was never started: no window',
    );
    expect(missed({}, { own: loadLines(['started', 1]) })).toBeNull();
    expect(missed({}, { own: loadLines(['full', 1, 1000]) })).toBeNull();
    expect(missed({ fromMs: null })).toBe('the load never reached its full amount');
    expect(missed({ achieved: null })).toBe('the load was not measured');
  });

  it.each([
    [900, 'bytes', null],
    [899, 'bytes', 'held 899 of 1000 bytes, more than 10 % off'],
    [1100, 'bytes', null],
    [1101, 'bytes', 'held 1101 of 1000 bytes, more than 10 % off'],
  ] as const)('as its amount is within the band: %i %s', (achieved, unit, why) => {
    expect(missed({ achieved }, { load: { unit } })).toBe(why);
  });

  it('as it began in time', () => {
    expect(missed({ lateMs: 2000 })).toBeNull();
    expect(missed({ lateMs: null })).toBeNull();
    expect(missed({ lateMs: 2001 })).toMatch(/^it began .+ after it was due$/);
  });

  it.each([
    [8000, 'bytes', null],
    [6400, 'bytes', null],
    [6399, 'bytes', 'it was there for 6.4 s of the 8 s that mattered, from 4.0 to 12.0 s'],
    [7600, 'tasks', null],
    [7599, 'tasks', 'it was there for 7.6 s of the 8 s that mattered, from 4.0 to 12.0 s'],
    [0, 'bytes', 'it was first at its full amount at 4.0 s, and nothing depended on it from 12.0 s on'],
  ] as const)(
    'as it was there for its share of the time that mattered: %i ms of %s',
    (insideMs, unit, why) => {
      expect(missed({ insideMs }, { load: { unit } })).toBe(why);
    },
  );

  it('as there was a time that mattered, where that is known', () => {
    const late = 'it was first at its full amount at 4.0 s, and nothing depended on it from 12.0 s on';
    expect(missed({ due: { fromMs: 12_000, toMs: 12_000 } })).toBe(late);
    expect(missed({ due: { fromMs: 12_000, toMs: 12_001 } })).toBeNull();
    expect(missed({ due: null, insideMs: 0 })).toBeNull();
    expect(missed({ insideMs: 0 }, { window: null })).toBeNull();
    expect(missed({ insideMs: null })).toBeNull();
  });

  it('as a load with a duration was there for more than a moment before swarm decided for the head', () => {
    const short = (insideMs: number, forMs: number, window: Partial<DoseWindow> = {}): string | null =>
      missed(
        { insideMs, due: { fromMs: 12_000 - insideMs, toMs: 12_000 } },
        { load: { forMs }, window: { ...opened, ...window } },
      );
    expect(short(1500, 5000)).toBeNull();
    expect(short(1499, 5000)).toBe(
      "it was to be there for 5 s, and only 1.5 s of that came before swarm's decision at 12.0 s",
    );
    expect(short(1499, 5000, { failed: true })).toBeNull();
    expect(short(2400, 60_000)).toBeNull();
    expect(short(2399, 60_000)).toContain('only 2.4 s');
    expect(missed({ insideMs: 100, due: { fromMs: 11_900, toMs: 12_000 } })).toBeNull();
  });

  it('as one that comes and goes came as often as it was to', () => {
    const shape = { kind: 'sawtooth', everyMs: 1000 } as const;
    const rare = (fullTimes: number, more: Partial<Measured> = {}): string | null =>
      missed({ fullTimes, insideMs: null, ...more }, { load: { shape } });
    const enough = Array.from({ length: 12 }, (_, times) => rare(times)).findIndex((why) => why === null);
    expect(enough).toBeGreaterThan(1);
    expect(rare(enough - 1)).toBe(
      `it was at its full amount ${String(enough - 1)} times in 8 s, and was to be ${String(enough)} times at least`,
    );
    expect(missed({ fullTimes: 0 })).toBeNull();
    expect(rare(0, { toMs: null, due: null })).toBeNull();
    expect(rare(0, { toMs: 5000 })).toMatch(/ in 1 s, /);
    expect(rare(0, { due: null, toMs: 7000 })).toMatch(/ in 3 s, /);
    expect(rare(0, { toMs: null })).toMatch(/ in 8 s, /);
  });
});

describe('a memory load that grew until the kernel killed', () => {
  const growing = loadLines(['started', 4000], ['sample', 4500, 500], ['full', 9000, 1000]);
  const rare = { insideMs: 100 };
  const kernelAt = (ms: number): readonly Evidence[] => journal().at(ms).kernelOom('h1').lines;
  const eventAt = (ms: number, action: 'oom' | 'die'): readonly Evidence[] =>
    journal().at(ms).container('h1', action).lines;

  it.each([
    ['by the kernel', kernelAt(5000), growing, true],
    ['by an event', eventAt(5000, 'oom'), growing, true],
    ['no other event', eventAt(5000, 'die'), growing, false],
    ['nothing killed', [], growing, false],
    ['at its start', kernelAt(4000), growing, true],
    ['before its start', kernelAt(3999), growing, false],
    ['at the end of its window', kernelAt(12_000), growing, true],
    ['after its window', kernelAt(12_001), growing, false],
    [
      'at less than half',
      kernelAt(5000),
      loadLines(['started', 4000], ['sample', 4500, 499], ['full', 12_000, 1000]),
      false,
    ],
    [
      'half in a line that measures nothing',
      kernelAt(5000),
      loadLines(['started', 4000], ['ended', 4500, 500]),
      false,
    ],
    ['half when it was over', kernelAt(5000), loadLines(['started', 4000], ['sample', 12_000, 500]), false],
    ['half just before', kernelAt(5000), loadLines(['started', 4000], ['sample', 11_999, 500]), true],
    ['full is more than half', kernelAt(5000), loadLines(['started', 4000], ['full', 4600, 1000]), true],
  ] as const)('was there when it mattered: %s', (_, lines, own, bitten) => {
    expect(missed(rare, { lines, own }) === null).toBe(bitten);
  });

  it('is no such load in another unit, nor without a window', () => {
    const lines = kernelAt(5000);
    expect(missed(rare, { lines, own: growing, load: { unit: 'tasks' } })).not.toBeNull();
    expect(missed({ insideMs: null }, { lines, own: growing, window: null })).toBeNull();
  });
});

describe('the window of a load', () => {
  const window = (j: Journal, during: DrawnLoad['during'], runs?: readonly RunSpec[]): DoseWindow | null =>
    doseWindow(trialSpec([], runs), { ...load, during }, j.lines);
  const mark = (j: Journal, ms: number, name: DrawnLoad['during'], which: 'open' | 'close'): Journal =>
    j.at(ms).fact({ kind: 'window', window: name, mark: which });
  const upgraded = (): Journal => journal().base().upgrade().updating();
  const ended = (j: Journal): Journal => j.at(20_000).phase('observe', 'end');

  it('of the upgrade opens with its deploy, and is over with swarm’s decision or the end', () => {
    expect(window(ended(upgraded()), 'upgrade')).toEqual({
      openMs: 4000,
      upgradeMs: 4000,
      overMs: 20_000,
      failed: false,
    });
    expect(window(ended(upgraded().completed(12_000)), 'upgrade')).toMatchObject({
      overMs: 12_000,
      failed: false,
    });
    expect(window(ended(upgraded().rollsBack('h1', 6050).rollsBack(null, 9000)), 'upgrade')).toMatchObject({
      overMs: 6050,
      failed: true,
    });
  });

  it('is as it is on record where it is', () => {
    const open = (): Journal => mark(upgraded(), 4500, 'upgrade', 'open');
    expect(window(ended(open()), 'upgrade')).toMatchObject({ openMs: 4500, overMs: 20_000 });
    expect(window(ended(mark(open(), 9000, 'upgrade', 'close')), 'upgrade')).toMatchObject({ overMs: 9000 });
    expect(window(ended(mark(open(), 9000, 'monitor', 'close')), 'upgrade')).toMatchObject({
      overMs: 20_000,
    });
    const twice = mark(
      mark(mark(open(), 6000, 'upgrade', 'close'), 7000, 'upgrade', 'open'),
      8000,
      'upgrade',
      'close',
    );
    expect(window(ended(twice), 'upgrade')).toMatchObject({ openMs: 4500, overMs: 6000 });
  });

  it('is not known of swarm’s own windows without a record', () => {
    for (const during of ['monitor', 'rollback'] as const)
      expect(window(ended(upgraded()), during)).toBeNull();
  });

  it('of the base, and of all, opens with the base; that of the base ends with the upgrade', () => {
    expect(window(ended(upgraded()), 'base')).toEqual({
      openMs: 1000,
      upgradeMs: 4000,
      overMs: 4000,
      failed: false,
    });
    expect(window(ended(upgraded().completed(12_000)), 'whole')).toMatchObject({
      openMs: 1000,
      overMs: 12_000,
    });
    const alone = journal().base().at(3500).phase('base', 'end');
    expect(window(ended(alone), 'base')).toMatchObject({ upgradeMs: null, overMs: 3500, failed: false });
    const phases = journal()
      .phase('engine', 'end')
      .phase('base', 'begin')
      .base()
      .at(3500)
      .phase('base', 'end');
    expect(window(ended(phases), 'base')).toMatchObject({ overMs: 3500 });
    expect(window(ended(journal().base()), 'whole')).toMatchObject({ upgradeMs: null, overMs: 20_000 });
    expect(window(ended(journal().begin()), 'whole')).toBeNull();
  });

  it('of the rollback lasts to the end, whatever swarm has decided', () => {
    const back = mark(upgraded().rollsBack('h1', 6050), 6100, 'rollback', 'open');
    expect(window(ended(back.rollsBack(null, 9000)), 'rollback')).toMatchObject({
      openMs: 6100,
      overMs: 20_000,
      failed: false,
    });
  });
});

describe('swarm’s decision', () => {
  const [r1, r2] = ['r1', 'r2'].map((run): RunSpec => ({
    run,
    stack: run === 'r1' ? stack : 'other',
    domain: '',
    startAfterMs: 0,
  }));
  const of = (j: Journal, ...runs: readonly (RunSpec | undefined)[]): number | null =>
    decidedMs(
      trialSpec(
        [],
        runs.map((run) => present(run, 'run')),
      ),
      j.lines,
    );
  const upgraded = (): Journal => journal().base().upgrade().updating();

  it('is the first state after the begin of the upgrade that is not updating', () => {
    expect(of(upgraded(), r1)).toBeNull();
    expect(of(upgraded().completed(9000).completed(10_000), r1)).toBe(9000);
    expect(of(upgraded().at(9000).spec(H, B), r1)).toBeNull();
    expect(of(upgraded().at(9000).spec(H, B, { state: 'paused' }), r1)).toBe(9000);
  });

  it('is not that of the update before, which is known by when it began', () => {
    const startedAt = '2026-06-11T00:00:02Z';
    const old = journal().base().at(3500).spec(B, null, { state: 'completed', startedAt }).upgrade();
    expect(of(old.at(4500).spec(H, B, { state: 'completed', startedAt }), r1)).toBeNull();
    expect(of(old.at(9000).spec(H, B, { state: 'completed' }), r1)).toBe(9000);
  });

  it('of several runs is the last, and none while one of them has none; runs without an upgrade do not count', () => {
    const both = (): Journal =>
      upgraded().at(5000).deploy('upgrade', 'begin', { run: 'r2', stack: 'other' }).completed(9000).at(9500);
    expect(of(both(), r1, r2)).toBeNull();
    const decided = (ms: number): Journal =>
      both().at(ms).spec(H, B, { state: 'completed' }, { service: 'other_app', stack: 'other' });
    expect(of(decided(11_000), r1, r2)).toBe(11_000);
    expect(of(decided(11_000), r2, r1)).toBe(11_000);
    expect(of(upgraded().completed(9000), r1, r2)).toBe(9000);
    expect(of(journal().base(), r1)).toBeNull();
  });
});

describe('time that is covered', () => {
  it.each([
    [[[0, 10]], 10],
    [[[-5, 5]], 5],
    [[[5, 15]], 5],
    [[[-5, 15]], 10],
    [[[-5, -1]], 0],
    [[[11, 15]], 0],
    [
      [
        [1, 3],
        [4, 9],
      ],
      7,
    ],
    [[], 0],
  ] as const)('by %j of 0 to 10 is %i', (spans, covered) => {
    expect(
      coveredMs(
        spans.map(([fromMs, toMs]) => ({ fromMs, toMs })),
        { fromMs: 0, toMs: 10 },
      ),
    ).toBe(covered);
  });
});

describe('what is measured of a load', () => {
  const doseOf = (events: readonly Moment[], patch: Partial<DrawnLoad> = {}): Dose => {
    const j = journal().base().upgrade().updating();
    const lines = [
      ...j.lines,
      ...loadLines(...events),
      ...journal().at(12_000).spec(H, B, { state: 'completed' }).lines,
    ]
      .sort((a, b) => a.atMs - b.atMs)
      .map((line, index) => ({ ...line, seq: index + 1 }));
    return present(dosesOf(trialSpec([{ ...load, ...patch }]), lines)[0], 'dose');
  };

  it('is its median between full and its end, in the time that it was due', () => {
    expect(
      doseOf([
        ['started', 4000],
        ['sample', 4050, 7],
        ['full', 4100, 1000],
        ['sample', 5000, 1020],
        ['sample', 6000, 1040],
        ['ended', 13_000],
        ['sample', 13_500, 1],
      ]),
    ).toMatchObject({ achieved: 1020, met: true, fromMs: 4100, toMs: 13_000, dueMs: 7900, insideMs: 7900 });
    expect(
      doseOf([
        ['started', 4000],
        ['full', 4100, 1000],
        ['sample', 5000, 1040],
        ['ended', 13_000],
      ]).achieved,
    ).toBe(1020);
  });

  it('takes what it was at before its time, and nothing that came after', () => {
    const later: Partial<DrawnLoad> = { afterMs: 3000, forMs: 2000 };
    const dose = doseOf(
      [
        ['started', 4000],
        ['full', 4100, 900],
        ['sample', 6000, 1000],
        ['sample', 8000, 1010],
        ['sample', 9500, 5000],
        ['ended', 10_000],
      ],
      later,
    );
    expect(dose).toMatchObject({ achieved: 1005, dueMs: 2000, insideMs: 2000 });
  });

  it('is due from when it was to be full, and a little later where it came a little late', () => {
    const from = (
      fullMs: number,
      patch: Partial<DrawnLoad> = {},
    ): readonly [number | null, number | null] => {
      const { dueMs = null, insideMs = null } = doseOf(
        [
          ['started', 4000],
          ['full', fullMs, 1000],
          ['ended', 13_000],
        ],
        patch,
      );
      return [dueMs, insideMs];
    };
    expect(from(4000)).toEqual([8000, 8000]);
    expect(from(6000)).toEqual([6000, 6000]);
    expect(from(7000)).toEqual([6000, 5000]);
    expect(from(4000, { rampMs: 1000 })).toEqual([7000, 7000]);
    expect(from(4000, { forMs: 3000 })).toEqual([3000, 3000]);
    expect(from(4000, { forMs: 30_000 })).toEqual([8000, 8000]);
    expect(from(4000, { during: 'whole' })).toEqual([8000, 8000]);
  });

  it('was not there while it was measured off its band, unless it is a rate', () => {
    const wavering = [
      ['started', 4000],
      ['full', 4000, 1000],
      ['sample', 6000, 800],
      ['sample', 8000, 1000],
      ['ended', 13_000],
    ] as const;
    expect(doseOf(wavering)).toMatchObject({ dueMs: 8000, insideMs: 6000, met: false });
    expect(doseOf(wavering, { unit: 'bytes-per-second' })).toMatchObject({
      insideMs: 8000,
      met: true,
    });
  });

  it('is nothing of a load that was never full', () => {
    expect(
      doseOf([
        ['started', 4000],
        ['sample', 5000, 500],
        ['ended', 13_000],
      ]),
    ).toMatchObject({
      achieved: null,
      met: false,
      fromMs: null,
      toMs: null,
      insideMs: 0,
      stress: null,
      dueMs: 8000,
    });
    expect(
      doseOf([
        ['started', 4000],
        ['full', 4100, 1000],
        ['died', 5000],
      ]),
    ).toMatchObject({ toMs: 5000, met: false });
    expect(
      doseOf([
        ['started', 4000],
        ['full', 4100, 1000],
      ]),
    ).toMatchObject({ toMs: null, met: true, insideMs: 7900 });
  });

  it('of a rollback is due where one was seen, by its window or its state, or where it was on', () => {
    const during = { during: 'rollback' } as const;
    const planned: readonly Moment[] = [['planned', 1000]];
    expect(doseOf(planned, during)).toMatchObject({ met: null, reason: null });
    expect(doseOf([...planned, ['started', 5000]], during).met).toBe(false);
    expect(doseOf([...planned, ['died', 5000]], during).met).toBe(false);
    const rolled = (j: Journal): Dose =>
      present(dosesOf(trialSpec([{ ...load, ...during }]), j.lines)[0], 'dose');
    const upgraded = (): Journal => journal().base().upgrade().updating();
    expect(rolled(upgraded()).met).toBeNull();
    expect(rolled(upgraded().rollsBack('h1')).met).toBe(false);
    expect(rolled(upgraded().fact({ kind: 'window', window: 'rollback', mark: 'open' })).met).toBe(false);
    expect(rolled(upgraded().fact({ kind: 'window', window: 'monitor', mark: 'open' })).met).toBeNull();
  });

  it('is late against the opening of its window, where that is on record', () => {
    const late = (openMs: number | null, startedMs: number, afterMs = 0): number | null => {
      const j = journal().base().upgrade().updating();
      if (openMs !== null) j.at(openMs).fact({ kind: 'window', window: 'upgrade', mark: 'open' });
      const lines = [...j.lines, ...loadLines(['started', startedMs])];
      return present(dosesOf(trialSpec([{ ...load, afterMs }]), lines)[0], 'dose').lateMs;
    };
    expect([late(4000, 4600), late(4000, 4600, 500), late(4000, 3900), late(null, 4600)]).toEqual([
      600,
      100,
      0,
      null,
    ]);
    expect([late(4000.4, 4600), late(4000.6, 4600)]).toEqual([600, 599]);
  });
});
