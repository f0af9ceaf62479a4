// The bounds of a machine that had too little, on samples of a few seconds.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { EvidenceOf } from '../../src/evidence/evidence.js';
import type { DrawnLoad } from '../../src/plan/plan.js';
import { starvedUnderLoad, withEnoughTime } from '../../src/verdict/starvation.js';
import { storyOf } from '../../src/verdict/story.js';
import type { CauseKind, Outcome } from '../../src/verdict/verdict.js';
import { makeCause } from '../statistics/made-campaign.js';
import { app, journal, trialSpec, type Journal } from './constructed-journal.js';

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

type Sample = Partial<Omit<EvidenceOf<'processor'>, 'kind'>>;

/** Others have two processors to themselves. */
const sample = (patch: Sample = {}) =>
  ({
    kind: 'processor',
    spanMs: 1000,
    cores: 2,
    busyMs: 2000,
    stolenMs: 0,
    ownMs: 0,
    waitedMs: 0,
    longestMs: 0,
    longest: 'node',
    labLateMs: 0,
    ...patch,
  }) as const;

/** The upgrade begins at 4 s; the samples end at 5 s, 6 s and so on. */
function withSamples(samples: readonly Sample[], j = journal().base().upgrade().updating()): Journal {
  samples.forEach((one, index) => {
    j.at(5000 + index * 1000).fact(sample(one));
  });
  return j;
}

const starved = (j: Journal, one: DrawnLoad | null = load): string | null =>
  starvedUnderLoad(trialSpec(one === null ? [] : [one]), j.lines);
const waits = (...ms: readonly number[]): readonly Sample[] => ms.map((longestMs) => ({ longestMs }));

describe('an engine that had to wait', () => {
  it('for more than three seconds in five was starved, by the process that waited longest', () => {
    expect(starved(withSamples(waits(600, 600, 600, 600, 600)))).toBeNull();
    expect(starved(withSamples([...waits(600, 600, 600, 600), { longestMs: 601, longest: 'dockerd' }]))).toBe(
      'the machine was starved: within 5.0 s the engine had to wait 3.0 s for processors that others had ' +
        '(dockerd), and 3.0 s are the bound',
    );
    expect(
      starved(withSamples([{ longestMs: 601, longest: 'dockerd' }, ...waits(600, 600, 600, 600)])),
    ).toContain('(dockerd)');
  });

  it('is looked at in every stretch of five seconds, and in none that is longer', () => {
    expect(starved(withSamples(waits(0, 0, 700, 700, 700, 700, 700)))).toContain('wait 3.5 s');
    expect(starved(withSamples(waits(700, 700, 700, 700, 700, 0, 0)))).toContain('wait 3.5 s');
    expect(starved(withSamples(waits(500, 500, 500, 500, 500, 500, 500, 500)))).toBeNull();
    expect(starved(withSamples(waits(1000, 1000, 1000)))).toBeNull();
    expect(starved(withSamples(waits(1000, 1000, 1001)))).toContain('wait 3.0 s');
  });

  it('in samples that do not fit a stretch waited for as much of them as fits', () => {
    const long = (longestMs: number): readonly Sample[] => [{ spanMs: 10_000, longestMs }];
    expect(starved(withSamples(long(6000)))).toBeNull();
    expect(starved(withSamples(long(6002)))).toContain('wait 3.0 s');
    const two = (longestMs: number): readonly Sample[] =>
      Array.from({ length: 3 }, () => ({ spanMs: 3000, longestMs }));
    expect(starved(withSamples(two(1800)))).toBeNull();
    expect(starved(withSamples(two(1802)))).toContain('wait 3.0 s');
  });

  it('waited for others only by their share of what ran', () => {
    const five = (patch: Sample): string | null =>
      starved(withSamples(Array.from({ length: 5 }, () => ({ longestMs: 1000, ...patch }))));
    expect(five({ ownMs: 2000 })).toBeNull();
    expect(five({ ownMs: 2500 })).toBeNull();
    expect(five({ ownMs: 800 })).toBeNull();
    expect(five({ ownMs: 799 })).toContain('wait 3.0 s');
    expect(five({ ownMs: 1000, stolenMs: 499 })).toBeNull();
    expect(five({ ownMs: 1000, stolenMs: 501 })).toContain('wait 3.0 s');
    expect(five({ busyMs: 0, ownMs: 0 })).toBeNull();
  });
});

describe('a lab that was late', () => {
  const late = (...ms: readonly number[]): string | null =>
    starved(withSamples(ms.map((labLateMs) => ({ labLateMs }))));

  it('by more than an eighth on average put no load on when it was to be', () => {
    expect(late(125, 125, 125)).toBeNull();
    expect(late(0, 375, 0)).toBeNull();
    expect(late(125, 126, 125)).toBe(
      "the machine was starved: the lab's own clock ran 125 ms late in an average second, and 125 ms are the " +
        'bound, so that no load was on when it was to be',
    );
    expect(late(500, 0)).toContain('ran 250 ms late');
    expect(late()).toBeNull();
  });
});

describe('the time that is asked about', () => {
  const bad: readonly Sample[] = Array.from({ length: 5 }, () => ({ longestMs: 1000 }));

  it('begins with the upgrade and ends with swarm’s decision, or with observation', () => {
    const long = { spanMs: 5000, longestMs: 5000 };
    const at = (ms: number, ended = (j: Journal): Journal => j): string | null =>
      starved(ended(journal().base().upgrade().updating().at(ms).fact(sample(long))));
    expect([at(4000), at(4001) === null]).toEqual([null, false]);
    const decided = (j: Journal): Journal => j.completed(6000);
    const of = (ms: number): string | null =>
      starved(decided(journal().base().upgrade().updating()).at(ms).fact(sample(long)));
    expect([of(11_000), of(10_999) === null]).toEqual([null, false]);
    const over = (ms: number): string | null =>
      starved(
        journal().base().upgrade().updating().at(9000).phase('observe', 'end').at(ms).fact(sample(long)),
      );
    expect([over(14_000), over(13_999) === null]).toEqual([null, false]);
  });

  it('is that of the first run that upgrades, and none where none did', () => {
    expect(starved(withSamples(bad, journal().base()))).toBeNull();
    expect(starved(withSamples(bad))).not.toBeNull();
  });

  it.each([
    [{}, true],
    [{ target: 0 }, false],
    [{ during: 'base' }, false],
    [{ during: 'whole' }, false],
    [{ during: 'whole', afterMs: 1 }, true],
    [{ during: 'whole', forMs: 1000 }, true],
    [{ during: 'whole', shape: { kind: 'sawtooth', everyMs: 1000 } }, true],
    [{ during: 'monitor' }, true],
  ] as const)('matters to a load that comes at a given time: %j', (patch, matters) => {
    expect(starved(withSamples(bad), { ...load, ...patch }) !== null).toBe(matters);
    expect(starved(withSamples(bad), null)).toBeNull();
  });
});

describe('an end that comes of a time that ran out', () => {
  const bad: readonly Sample[] = Array.from({ length: 5 }, () => ({ longestMs: 1000 }));
  const run = present(trialSpec().runs[0], 'run');
  const judged = (outcome: Outcome, kind: CauseKind | null, atMs: number | null, j: Journal): Outcome =>
    withEnoughTime(storyOf(j.lines, run, app, true), {
      outcome,
      reason: 'why',
      cause: kind === null ? null : makeCause({ kind, atMs }),
    }).outcome;

  it.each([
    ['rolled-back', 'unhealthy', true],
    ['rolled-back', 'start-timeout', true],
    ['rolled-back', 'exit', false],
    ['rolled-back', 'oom-kill', false],
    ['rolled-back', null, false],
    ['unsettled', null, true],
    ['unsettled', 'exit', true],
    ['base-failed', 'exit', true],
    ['held', null, false],
  ] as const)('says nothing where the engine was held up: %s by %s', (outcome, kind, unclear) => {
    expect(judged(outcome, kind, null, withSamples(bad))).toBe(unclear ? 'inconclusive' : outcome);
    expect(judged(outcome, kind, null, withSamples([]))).toBe(outcome);
  });

  it('asks about the time up to that end, from the begin of the upgrade, or of the base', () => {
    expect(judged('rolled-back', 'unhealthy', 4000, withSamples(bad))).toBe('rolled-back');
    expect(judged('rolled-back', 'unhealthy', 9000, withSamples(bad))).toBe('inconclusive');
    const before = journal().base();
    for (const ms of [1500, 2500, 3500]) before.at(ms).fact(sample({ longestMs: 1100 }));
    const j = before.upgrade().updating();
    expect(judged('base-failed', 'exit', null, j)).toBe('inconclusive');
    expect(judged('rolled-back', 'unhealthy', null, j)).toBe('rolled-back');
  });

  it('says how it ended all the same', () => {
    const found = withEnoughTime(storyOf(withSamples(bad).lines, run, app, true), {
      outcome: 'unsettled',
      reason: 'it hangs',
      cause: null,
    });
    expect(found.reason).toMatch(
      /^the machine was starved: .* are the bound; it ended unsettled \(it hangs\)$/,
    );
  });
});
