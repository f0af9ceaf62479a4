import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import { present } from '../../src/base/assert.js';
import { exitCodeOf, renderSummary } from '../../src/statistics/render-summary.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { CampaignSummary } from '../../src/statistics/summary.js';
import type { RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { makeCause, makePlan, makeRun, makeVerdicts, rolledBack } from './made-campaign.js';

const held = makeRun('held');
const inconclusive = makeRun('inconclusive', { reason: 'the dose was missed.' });
const noOp = makeRun('no-op');
const baseFailed = makeRun('base-failed', { cause: makeCause({ kind: 'rejected' }) });

function summaryOf(plan: Plan, verdicts: ReadonlyMap<string, Verdict>): CampaignSummary {
  const state = verdicts.size === plan.trials.length ? 'complete' : 'interrupted';
  return summarise({ plan, verdicts, campaign: 'c', scenarioSha256: 'abc', state });
}

function oneArm(
  runs: readonly (RunVerdict | readonly RunVerdict[] | null)[],
): CampaignSummary['arms'][number] {
  const plan = makePlan(['only'], runs.length);
  return present(summaryOf(plan, makeVerdicts(plan, runs)).arms[0], 'arm');
}

describe('a summary', () => {
  it(
    'counts what did not hold over valid trials, drift beside it, and keeps no-ops, failed bases and ' +
      'inconclusive trials out of both',
    () => {
      const arm = oneArm([rolledBack, held, noOp, baseFailed, inconclusive, makeRun('failed-later'), null]);
      expect(arm.trials).toEqual({ planned: 7, valid: 3, inconclusive: 1 });
      expect(arm.event).toMatchObject({ count: 'not-held', k: 2, n: 3 });
      expect(arm.eventBounds).toEqual({ low: 2 / 4, high: 3 / 4 });
      expect(arm.drift).toMatchObject({ k: 1, n: 3 });
      expect(arm.driftBounds).toEqual({ low: 1 / 4, high: 2 / 4 });
      expect(arm.sequence).toBe('dhnb?x.');
      expect(arm.outcomes).toEqual({
        held: 1,
        'rolled-back': 1,
        'failed-later': 1,
        'no-op': 1,
        'base-failed': 1,
        inconclusive: 1,
      });
      expect(arm.causes).toEqual({ 'oom-kill': 1 });
      expect(arm.masked).toBe(1);
    },
  );

  it('has no rate and the widest bounds when every trial is inconclusive', () => {
    expect(oneArm([inconclusive, inconclusive])).toMatchObject({
      event: null,
      eventBounds: { low: 0, high: 1 },
      drift: null,
      driftBounds: { low: 0, high: 1 },
      outageMs: null,
    });
  });

  it('counts a service that was removed as one that did not hold, though nobody can tell whether it drifted', () => {
    expect(oneArm([makeRun('removed'), held])).toMatchObject({
      trials: { valid: 2, inconclusive: 0 },
      outcomes: { removed: 1, held: 1 },
      event: { k: 1, n: 2 },
      drift: { k: 0, n: 1 },
      driftBounds: { low: 0, high: 0.5 },
      sequence: 'xh',
    });
  });

  it('counts every other outcome than held, mixed included, and never one that only looked as if it held', () => {
    const failed = (
      [
        'mixed',
        'rolled-back',
        'rollback-failed',
        'paused',
        'never-applied',
        'overwritten',
        'removed',
        'unsettled',
        'failed-later',
      ] as const
    ).map((outcome) => makeRun(outcome, { drift: false }));
    expect(oneArm(failed).event).toMatchObject({ k: 9, n: 9 });
    expect(oneArm([makeRun('held', { drift: null })])).toMatchObject({ event: null, sequence: '?' });
    expect(oneArm([makeRun('held', { drift: true })])).toMatchObject({
      event: { k: 1, n: 1 },
      sequence: 'd',
    });
  });

  it('counts only drift, or only failures by a cause, where the plan says so', () => {
    const runs = [
      rolledBack,
      makeRun('rolled-back', { cause: makeCause({ kind: 'unhealthy' }) }),
      makeRun('failed-later', { cause: makeCause() }),
      makeRun('removed'),
      makeRun('held', { cause: makeCause({ victim: 'old' }) }),
    ];
    const counting = (count: Plan['count']): CampaignSummary['arms'][number] => {
      const plan = { ...makePlan(['only'], runs.length), count };
      return present(summaryOf(plan, makeVerdicts(plan, runs)).arms[0], 'arm');
    };
    expect(counting('not-held').event).toMatchObject({ k: 4, n: 5 });
    expect(counting('drift')).toMatchObject({
      event: { count: 'drift', k: 2, n: 4 },
      eventBounds: { low: 0.4, high: 0.6 },
      trials: { valid: 4, inconclusive: 1 },
    });
    expect(counting(['oom-kill']).event).toMatchObject({ count: ['oom-kill'], k: 2, n: 5 });
    expect(counting(['oom-kill', 'unhealthy']).event).toMatchObject({ k: 3, n: 5 });
  });

  it(
    'counts a trial of several runs once: it failed when any run did, and is open when none did and ' +
      'one is open',
    () => {
      const arm = oneArm([
        [held, { ...rolledBack, run: 'r2' }],
        [held, inconclusive],
        [inconclusive, rolledBack],
        [noOp, held],
        [inconclusive, makeRun('paused')],
      ]);
      expect(arm.sequence).toBe('d?dhx');
      expect(arm.trials).toEqual({ planned: 5, valid: 4, inconclusive: 1 });
      expect(arm).toMatchObject({ event: { k: 3, n: 4 }, drift: { k: 2, n: 3 } });
    },
  );

  it("takes median and worst outage of valid trials, and a trial's longest", () => {
    const outage = (outageMs: number | null): RunVerdict => makeRun('held', { outageMs });
    expect(
      oneArm([
        outage(4000),
        [outage(1000), outage(2000)],
        outage(null),
        { ...inconclusive, outageMs: 90_000 },
      ]).outageMs,
    ).toEqual({ median: 3000, max: 4000 });
  });

  it('counts outages that were over, and apart from them services that were still down at the end', () => {
    const down = makeRun('unsettled', { outageMs: null, downFromMs: 8100 });
    expect(
      oneArm([
        makeRun('held', { outageMs: 4000 }),
        down,
        [makeRun('held', { outageMs: 90_000 }), { ...down, downFromMs: 9000 }],
      ]),
    ).toMatchObject({
      outageMs: { median: 4000, max: 4000 },
      stillDown: { count: 2, fromMs: { first: 8100, last: 9000 } },
    });
    expect(oneArm([held]).stillDown).toEqual({ count: 0, fromMs: null });
  });

  it('compares arms by what did not hold, drift or not', () => {
    const plan = makePlan(['waits', 'holds'], 3);
    const waiting = makeRun('unsettled', { drift: false });
    const differing = summaryOf(plan, makeVerdicts(plan, [waiting, held, waiting, held, waiting, held]));
    expect(differing.comparisons[0]).toMatchObject({ a: 'waits', b: 'holds', difference: 1 });
    expect(differing.comparisons[0]?.boschloo).toBeLessThan(0.05);
    const alike = summaryOf(
      plan,
      makeVerdicts(plan, [waiting, rolledBack, waiting, rolledBack, waiting, rolledBack]),
    );
    expect(alike.comparisons[0]).toMatchObject({ difference: 0 });
  });

  it('compares and tests nothing before its end, when whoever stops it has looked, and says why', () => {
    const plan = makePlan(['a', 'b'], 10);
    const verdicts = makeVerdicts(
      plan,
      Array.from({ length: 18 }, (_, index) => (index % 2 === 0 ? rolledBack : held)),
    );
    const summary = summaryOf(plan, verdicts);
    expect(summary).toMatchObject({
      state: 'interrupted',
      comparisons: [],
      attribution: [],
      trust: { clustering: null, change: null, slot: null, inconclusive: { uneven: null } },
    });
    expect(summary.untested).toBe(
      'the campaign was interrupted, and tests for a fixed number of trials do not hold when they ' +
        'are looked at before its end',
    );
    expect(summary.arms.map(({ event }) => event?.method)).toEqual([
      'confidence-sequence',
      'confidence-sequence',
    ]);
    expect(
      summaryOf(
        plan,
        makeVerdicts(
          plan,
          plan.trials.map(({ arm }) => (arm === 'a' ? rolledBack : held)),
        ),
      ).untested,
    ).toBeNull();
  });

  it('takes the middle of an odd number of outages, and the mean of the two in the middle of an even one', () => {
    const outages = (...all: readonly number[]): unknown =>
      oneArm(all.map((outageMs) => makeRun('held', { outageMs }))).outageMs;
    expect([outages(10, 1, 2), outages(10, 1, 2, 4), outages(7)]).toEqual([
      { median: 2, max: 10 },
      { median: 3, max: 10 },
      { median: 7, max: 7 },
    ]);
  });

  it('compares each pair of arms that have a rate, the earlier first', () => {
    const plan = makePlan(['a', 'b', 'c'], 2);
    const summary = summaryOf(
      plan,
      makeVerdicts(plan, [rolledBack, held, inconclusive, rolledBack, held, inconclusive]),
    );
    expect(summary.comparisons.map(({ a, b, difference }) => ({ a, b, difference }))).toEqual([
      { a: 'a', b: 'b', difference: 1 },
    ]);
  });

  it('says of a single pair how easily chance would do it, and adjusts the p values of several', () => {
    const [pair, three] = [makePlan(['a', 'b'], 10), makePlan(['a', 'b', 'c'], 10)];
    const drifting = (arms: number): readonly RunVerdict[] =>
      Array.from({ length: 10 * arms }, (_, index) =>
        index % arms === 0 && index < 6 * arms ? rolledBack : held,
      );
    const [alone] = summaryOf(pair, makeVerdicts(pair, drifting(2))).comparisons;
    expect(alone).toMatchObject({ a: 'a', b: 'b', holm: null, oddsRatio: { method: 'haldane' } });
    expect(alone?.boschloo).toBeCloseTo(0.0035166, 7);
    expect(alone?.fisher).toBeCloseTo(0.0108359, 7);
    const several = summaryOf(three, makeVerdicts(three, drifting(3))).comparisons;
    expect(several.map(({ a, b, holm }) => [a, b, Number(holm?.toPrecision(4))])).toEqual([
      ['a', 'b', 0.01055],
      ['a', 'c', 0.01055],
      ['b', 'c', 1],
    ]);
  });

  it('compares more than three arms with the first one only, so that many cells make no flood', () => {
    const plan = makePlan(['a', 'b', 'c', 'd', 'e'], 2);
    const summary = summaryOf(
      plan,
      makeVerdicts(
        plan,
        plan.trials.map(() => held),
      ),
    );
    expect(summary.comparisons.map(({ a, b }) => `${a}${b}`)).toEqual(['ab', 'ac', 'ad', 'ae']);
  });

  it('has intervals that hold at any look until all trials are over', () => {
    const plan = makePlan(['a'], 4);
    const verdicts = makeVerdicts(plan, [rolledBack, held, held, held]);
    const methodIn = (state: 'running' | 'interrupted' | 'complete'): string | undefined =>
      summarise({ plan, verdicts, campaign: 'c', scenarioSha256: 's', state }).arms[0]?.drift?.method;
    expect([methodIn('running'), methodIn('interrupted'), methodIn('complete')]).toEqual([
      'confidence-sequence',
      'confidence-sequence',
      'wilson',
    ]);
  });

  it('has intervals that hold at any look where a rule may have stopped it, also when it is over', () => {
    const plan: Plan = {
      ...makePlan(['a'], 4),
      stop: {
        question: 'half-fails',
        of: 'a',
        injector: 'memory',
        levels: [
          { arm: 'a', amount: 1 },
          { arm: 'b', amount: 2 },
        ],
        trialsMax: 4,
        widthTarget: 1,
        anchorEvery: 10,
        sha256: '',
      },
    };
    const summary = summarise({
      plan,
      verdicts: makeVerdicts(plan, [rolledBack, held, held, held]),
      campaign: 'c',
      scenarioSha256: 's',
      state: 'complete',
    });
    expect(summary.arms[0]?.drift?.method).toBe('confidence-sequence');
  });

  it('compares each of three arms with each, and of four only the others with the first', () => {
    const pairsOf = (...names: readonly string[]): readonly string[] => {
      const plan = makePlan(names, 2);
      return summaryOf(
        plan,
        makeVerdicts(
          plan,
          plan.trials.map(() => held),
        ),
      ).comparisons.map(({ a, b }) => `${a}${b}`);
    };
    expect([pairsOf('a', 'b', 'c'), pairsOf('a', 'b', 'c', 'd'), pairsOf('a')]).toEqual([
      ['ab', 'ac', 'bc'],
      ['ab', 'ac', 'ad'],
      [],
    ]);
  });

  it('is the same to the byte in whatever order the verdicts come', () => {
    const plan = makePlan(['a', 'b'], 4);
    const runs = fc.array(fc.constantFrom(rolledBack, held, inconclusive, noOp, baseFailed, null), {
      minLength: 8,
      maxLength: 8,
    });
    const order = fc.shuffledSubarray(
      plan.trials.map((trial) => trial.id),
      { minLength: plan.trials.length },
    );
    fc.assert(
      fc.property(runs, order, (given, ids) => {
        const verdicts = makeVerdicts(plan, given);
        const shuffled = new Map(
          ids.flatMap((id) => {
            const verdict = verdicts.get(id);
            return verdict === undefined ? [] : [[id, verdict] as const];
          }),
        );
        expect(renderSummary(summaryOf(plan, shuffled))).toBe(renderSummary(summaryOf(plan, verdicts)));
      }),
    );
  });

  it('is written with its format first and a newline at the end', () => {
    const text = renderSummary(summaryOf(makePlan(['a'], 1), new Map()));
    expect(
      text.startsWith(
        '{\n  "format": 1,\n  "campaign": "c",\n  "scenario": {\n    "name": "discourse-upgrade",\n  ' +
          '  "sha256": "abc"\n  },\n  "seed": 4211,\n  "state"',
      ),
    ).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('accounts for every planned trial and keeps its bounds about its rate', () => {
    const one = fc.constantFrom(rolledBack, held, inconclusive, noOp, baseFailed, makeRun('paused'), null);
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), (runs) => {
        const { trials, sequence, event, eventBounds, drift, driftBounds, outcomes } = oneArm(runs);
        expect(sequence).toHaveLength(trials.planned);
        expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(
          runs.filter((run) => run !== null).length,
        );
        expect(drift === null || (drift.low <= drift.rate && drift.rate <= drift.high)).toBe(true);
        expect(
          event === null ||
            eventBounds === null ||
            (eventBounds.low <= event.rate && event.rate <= eventBounds.high),
        ).toBe(true);
        expect((drift?.k ?? 0) <= (event?.k ?? 0) && (drift?.n ?? 0) <= (event?.n ?? 0)).toBe(true);
        expect(
          drift === null ||
            driftBounds === null ||
            (driftBounds.low <= drift.rate && drift.rate <= driftBounds.high),
        ).toBe(true);
      }),
    );
  });
});

describe('an arm whose volumes are kept', () => {
  const keptIn = (each: number, lost: ReadonlyMap<string, readonly Verdict[]> = new Map()) => {
    const plan = makePlan(['aged', 'fresh'], each);
    const arms = plan.arms.map((arm) =>
      arm.name === 'aged' ? { ...arm, settings: { ...arm.settings, state: 'kept' as const } } : arm,
    );
    const verdicts = makeVerdicts(
      plan,
      plan.trials.map(() => held),
    );
    return summarise({
      plan: { ...plan, arms },
      verdicts,
      lost,
      campaign: 'c',
      scenarioSha256: 'a',
      state: 'complete',
    }).trust.kept;
  };

  it('is told where one trial finds what another left', () => {
    expect(keptIn(2)).toEqual(['aged']);
  });

  it('is not told where a single trial found nothing, unless it was lost once and made again', () => {
    expect(keptIn(1)).toBeUndefined();
    const plan = makePlan(['aged', 'fresh'], 1);
    const [again] = makeVerdicts(plan, [inconclusive, held]).values();
    expect(keptIn(1, new Map([['001', [present(again, 'verdict')]]]))).toEqual(['aged']);
  });
});

describe('an expectation', () => {
  const ended = (
    expect: Parameters<typeof makePlan>[2],
    runs: readonly (RunVerdict | null)[],
  ): readonly [CampaignSummary['answer'], number] => {
    const plan = makePlan(['only'], runs.length, expect);
    const summary = summaryOf(plan, makeVerdicts(plan, runs));
    return [summary.answer, exitCodeOf(summary)];
  };

  it('of no drift is met by valid trials without drift: exit code 0', () => {
    expect(ended([{ drift: 'none' }], [held, makeRun('paused')])).toEqual([
      { expectationsMet: true, unmet: [], unshown: [], cannotTell: false, decision: null },
      0,
    ]);
  });

  it('is met only when it is shown: a fifth of the trials may show nothing, and with more it cannot be told', () => {
    expect(ended([{ drift: 'none' }], [held, held, held, held, inconclusive])).toEqual([
      {
        expectationsMet: true,
        unmet: [],
        unshown: ['only: 1 of 5 trials says nothing of what is expected (1 inconclusive).'],
        cannotTell: false,
        decision: null,
      },
      0,
    ]);
    expect(ended([{ drift: 'none' }], [held, held, held, inconclusive, held, inconclusive])).toEqual([
      {
        expectationsMet: null,
        unmet: [],
        unshown: [
          'only: 2 of 6 trials say nothing of what is expected (2 inconclusive), more than a fifth: ' +
            'too many to tell.',
        ],
        cannotTell: true,
        decision: null,
      },
      2,
    ]);
    expect(ended([{ drift: 'none' }], [held, inconclusive])[1]).toBe(2);
    expect(
      ended(
        [{ drift: 'none', outcome: ['held'] }],
        [held, ...Array.from({ length: 19 }, (_, index) => (index % 2 === 0 ? inconclusive : baseFailed))],
      )[0],
    ).toEqual({
      expectationsMet: null,
      unmet: [],
      unshown: [
        'only: 19 of 20 trials say nothing of what is expected (10 inconclusive, 9 with a base that ' +
          'failed), more than a fifth: too many to tell.',
      ],
      cannotTell: true,
      decision: null,
    });
    expect(ended([{ cause: ['oom-kill'] }], [rolledBack, inconclusive])[1]).toBe(2);
    expect(ended([{ drift: 'none' }], [held, noOp, noOp])[1]).toBe(0);
  });

  it('cannot be told where the head changed nothing in any trial, and says that this is why', () => {
    expect(ended([{ drift: 'none' }], [noOp, noOp])[0]).toMatchObject({
      expectationsMet: null,
      unshown: ['only: in every trial the head changed nothing, so nothing can be said of what is expected.'],
      cannotTell: true,
    });
  });

  it(
    'is broken by one trial, however many others show nothing, and found by one where some is all that ' +
      'is expected',
    () => {
      expect(ended([{ drift: 'none' }], [rolledBack, inconclusive, inconclusive])[1]).toBe(1);
      expect(ended([{ drift: 'some' }], [rolledBack, inconclusive, inconclusive])).toEqual([
        { expectationsMet: true, unmet: [], unshown: [], cannotTell: false, decision: null },
        0,
      ]);
      expect(ended([{ drift: 'some' }], [held, inconclusive])[1]).toBe(2);
      expect(ended([{ drift: 'some' }], [held, null, null])[0]).toMatchObject({
        expectationsMet: null,
        unmet: [],
        unshown: [
          'only: 2 of 3 trials say nothing of what is expected (2 not run), more than a fifth: too ' +
            'many to tell.',
        ],
      });
    },
  );

  it('takes mixed for an outcome of its own, which is not held', () => {
    expect(ended([{ outcome: ['held'] }], [makeRun('mixed', { drift: false })])[1]).toBe(1);
    expect(ended([{ outcome: ['mixed'] }], [makeRun('mixed', { drift: false })])[1]).toBe(0);
  });

  it('of no drift is not met by one that drifted, which is named: exit code 1', () => {
    expect(ended([{ drift: 'none' }], [held, rolledBack])).toEqual([
      {
        expectationsMet: false,
        unmet: ['only: expected no drift, but 1 of 2 valid trials drifted (002).'],
        unshown: [],
        cannotTell: false,
        decision: null,
      },
      1,
    ]);
  });

  it('of some or of all drift says what was missing', () => {
    expect(ended([{ drift: 'some' }], [held, held])[0].unmet).toEqual([
      'only: expected some drift, but 0 of 2 valid trials drifted.',
    ]);
    expect(ended([{ drift: 'all' }], [rolledBack, held])[0].unmet).toEqual([
      'only: expected drift in every trial, but 1 of 2 valid trials did not drift (002).',
    ]);
    expect(ended([{ drift: 'all' }, { drift: 'some' }], [rolledBack, rolledBack])[1]).toBe(0);
  });

  it('cannot be told without a valid trial: exit code 2', () => {
    expect(ended([{ drift: 'none' }], [inconclusive, noOp, baseFailed])).toEqual([
      {
        expectationsMet: null,
        unmet: [],
        unshown: [
          'only: 2 of 2 trials say nothing of what is expected (1 inconclusive, 1 with a base that ' +
            'failed): nothing to tell by.',
        ],
        cannotTell: true,
        decision: null,
      },
      2,
    ]);
  });

  it('on outcome, cause and victim is held against each valid trial', () => {
    expect(ended([{ outcome: ['held', 'paused'] }], [held, rolledBack, inconclusive])[0].unmet).toEqual([
      'only: expected outcome held or paused, but found rolled-back in 002.',
    ]);
    expect(ended([{ cause: ['unhealthy'] }], [held, rolledBack])[0].unmet).toEqual([
      'only: expected cause unhealthy, but found none in 001, oom-kill in 002.',
    ]);
    expect(ended([{ victim: 'old' }], [held, rolledBack])[0].unmet).toEqual([
      'only: expected the old task to be hit, but found no known task in 001, the new task in 002.',
    ]);
    expect(ended([{ outcome: ['rolled-back'], cause: ['oom-kill'], victim: 'new' }], [rolledBack])).toEqual([
      { expectationsMet: true, unmet: [], unshown: [], cannotTell: false, decision: null },
      0,
    ]);
  });

  it('can name an outcome that is not valid for a rate, so that controls can be asked for', () => {
    expect(ended([{ outcome: ['no-op'] }], [noOp, noOp])[1]).toBe(0);
    expect(ended([{ outcome: ['no-op'] }], [noOp, held])[1]).toBe(1);
    expect(ended([{ outcome: ['inconclusive'] }], [inconclusive])[1]).toBe(0);
    expect(ended([{ outcome: ['held'] }], [noOp, inconclusive])[1]).toBe(2);
    expect(ended([{ outcome: ['held'] }], [makeRun('removed')])[1]).toBe(1);
  });

  it('on an arm that was not asked about in this campaign is left out', () => {
    expect(ended([{ arm: 'other', drift: 'none' }], [rolledBack])).toEqual([
      { expectationsMet: null, unmet: [], unshown: [], cannotTell: false, decision: null },
      0,
    ]);
  });
});

describe('the exit code without expectations', () => {
  const codeOf = (runs: readonly (RunVerdict | null)[]): number => {
    const plan = makePlan(['only'], runs.length);
    return exitCodeOf(summaryOf(plan, makeVerdicts(plan, runs)));
  };

  it('is 0 when every arm has said something, drift or not', () => {
    expect([codeOf([rolledBack]), codeOf([held, inconclusive]), codeOf([noOp])]).toEqual([0, 0, 0]);
  });

  it('is 2 when an arm says nothing, or trials are missing', () => {
    expect([codeOf([inconclusive]), codeOf([baseFailed]), codeOf([held, null])]).toEqual([2, 2, 2]);
  });
});
