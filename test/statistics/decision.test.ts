import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { parsePlan, formatPlan } from '../../src/plan/plan-file.js';
import type { Plan } from '../../src/plan/plan.js';
import { capOf, soonestOf, type StopRule } from '../../src/plan/stop-rule.js';
import { decisionSentences } from '../../src/report/decision.js';
import { compileRule, decisionOf } from '../../src/statistics/index.js';
import { launchesOf, tooManyInvalid } from '../../src/statistics/stop/validity.js';
import { stateOf } from '../../src/statistics/render-summary.js';
import type { Launched } from '../../src/statistics/stop/launched.js';
import { nextTrial } from '../../src/statistics/stop/next-trial.js';
import { resultsById } from '../../src/statistics/trial-result.js';
import type { CauseKind, Outcome, RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { makePlan, makeResult, makeRun } from './made-campaign.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const gate = compileRule(
  { question: 'rate-below', arm: 'a', high: 0.2, low: 0.02, error: 0.05, causes: null },
  hash,
);
const reproduce = compileRule(
  { question: 'reproduced', arm: 'a', high: 0.3, low: 0.05, error: 0.05, causes: null },
  hash,
);
const pairs = compileRule(
  { question: 'decided', a: 'a', b: 'b', high: 0.5, low: 0.1, error: 0.05, causes: null },
  hash,
);

const outcomeOf: Readonly<Record<string, Outcome>> = {
  h: 'held',
  d: 'rolled-back',
  x: 'failed-later',
  '?': 'inconclusive',
  b: 'base-failed',
};

function planFor(stop: StopRule, each = 60): Plan {
  return { ...makePlan(stop.question === 'decided' ? ['a', 'b'] : ['a'], each), stop };
}

/** One letter a trial in launch order; `.` has not ended. */
function verdictsOf(plan: Plan, marks: string): ReadonlyMap<string, Verdict> {
  return new Map(
    Array.from(marks).flatMap((mark, index) => {
      const trial = present(plan.trials[index], 'trial');
      if (mark === '.') return [];
      return [
        [
          trial.id,
          {
            format: 1,
            trial: trial.id,
            arm: trial.arm,
            end: 'completed',
            runs: [makeRun(present(outcomeOf[mark], mark), mark === 'x' ? { drift: false } : {})],
          },
        ] as const,
      ];
    }),
  );
}

function decide(stop: StopRule, marks: string): NonNullable<ReturnType<typeof decisionOf>> {
  const plan = planFor(stop);
  return present(decisionOf(plan, resultsById(verdictsOf(plan, marks))), 'decision');
}

describe('a question of failures by one cause', () => {
  const byCause = (kind: CauseKind): Partial<RunVerdict> => ({
    cause: {
      kind,
      detail: '',
      task: null,
      container: null,
      exitCode: null,
      because: null,
      victim: 'new',
      atMs: null,
      evidence: [],
    },
  });
  const ending: Readonly<Record<string, RunVerdict>> = {
    o: makeRun('rolled-back', byCause('oom-kill')),
    u: makeRun('rolled-back', byCause('unhealthy')),
    h: makeRun('held'),
  };

  function decideByCause(stop: StopRule, marks: string): NonNullable<ReturnType<typeof decisionOf>> {
    const plan = planFor(stop);
    const verdicts = new Map(
      Array.from(marks).map((mark, index): [string, Verdict] => {
        const { id, arm } = present(plan.trials[index], 'trial');
        return [id, { format: 1, trial: id, arm, end: 'completed', runs: [present(ending[mark], mark)] }];
      }),
    );
    return present(decisionOf(plan, resultsById(verdicts)), 'decision');
  }

  it('counts those only, and says how many others there were', () => {
    const byOom = compileRule(
      { question: 'reproduced', arm: 'a', high: 0.3, low: 0.05, error: 0.05, causes: ['oom-kill'] },
      hash,
    );
    expect(decideByCause(byOom, 'ouuu')).toMatchObject({
      answer: null,
      k: 1,
      n: 4,
      count: ['oom-kill'],
      otherwise: 3,
    });
    expect(decideByCause(byOom, 'ooo')).toMatchObject({ answer: 'reproduced', otherwise: 0 });
    expect(decideByCause(reproduce, 'uuu')).toMatchObject({
      answer: 'reproduced',
      count: 'not-held',
      otherwise: 0,
    });
  });

  it('does so in pairs too', () => {
    const byOom = compileRule(
      { question: 'decided', a: 'a', b: 'b', high: 0.5, low: 0.1, error: 0.05, causes: ['oom-kill'] },
      hash,
    );
    const plan = planFor(byOom);
    const marks = plan.trials
      .slice(0, 16)
      .map(({ arm }) => (arm === 'a' ? 'u' : 'h'))
      .join('');
    expect(decideByCause(byOom, marks)).toMatchObject({ k: 0, against: { arm: 'b', k: 0 }, otherwise: 8 });
    expect(decideByCause(pairs, marks).answer).toBe('a-worse');
  });
});

describe('a gate', () => {
  it('passes a clean fix after 15 trials', () => {
    expect(decide(gate, 'h'.repeat(14))).toMatchObject({ answer: null, final: false, needed: { clean: 1 } });
    expect(decide(gate, 'h'.repeat(15))).toMatchObject({
      answer: 'pass',
      final: true,
      n: 15,
      k: 0,
      interval: { low: 0, method: 'stagewise-upper', confidence: 0.95 },
    });
  });

  it(
    'claims after a stop no more than to one side: below the upper rate after a pass, above the lower ' +
      'after a fail',
    () => {
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom('h', 'h', 'h', 'h', 'd'), { minLength: 60, maxLength: 60 }),
          (marks) => {
            const { answer, interval } = decide(gate, marks.join(''));
            if (answer === 'pass') expect(interval?.high).toBeLessThanOrEqual(0.2 + 1e-9);
            if (answer === 'fail') expect(interval?.low).toBeGreaterThanOrEqual(0.02 - 1e-9);
          },
        ),
        { numRuns: 20 },
      );
    },
  );

  it('says of a fail that the rate is not below only where the bound shows that', () => {
    const seldom = decide(gate, `${'h'.repeat(14)}d${'h'.repeat(1)}d`);
    expect(seldom).toMatchObject({ answer: 'fail', n: 17, k: 2 });
    expect(decisionSentences(seldom).slice(0, 2)).toEqual([
      'Fail: a is not shown below 20 %; it is above 2 %. a did not hold in 2 of 17 valid trials; at ' +
        'a rate of 2 % or less a fail has a probability of at most 5 %.',
      'Exact for this early stop: the rate is at least 2.1 % at 95 % confidence, and as likely above as ' +
        'below 10 %. What stands beside the strip holds at whatever stop, and is wider.',
    ]);
    expect(decisionSentences(decide(gate, 'dd'))[0]).toMatch(/^Fail: a is not below 20 %\. /);
    expect(decisionSentences(decide(gate, 'h'.repeat(15)))[1]).toBe(
      'Exact for this early stop: the rate is at most 19 % at 95 % confidence, and as likely above as ' +
        'below 2.3 %. What stands beside the strip holds at whatever stop, and is wider.',
    );
  });

  it('passes a fix of which attempts were lost and made again', () => {
    const plan = planFor(gate);
    const verdicts = verdictsOf(plan, 'h'.repeat(15));
    const lost = new Map(['002', '009', '014'].map((id) => [id, [...verdictsOf(plan, '?').values()]]));
    expect(decisionOf(plan, resultsById(verdicts, lost))).toMatchObject({
      answer: 'pass',
      n: 15,
      invalid: 0,
    });
    expect(decisionOf(plan, resultsById(verdictsOf(plan, 'h??'.repeat(8))))?.answer).toBe('cannot-tell');
  });

  it('fails on whatever does not hold, drift or not', () => {
    expect(decide(gate, 'dd').answer).toBe('fail');
    expect(decide(gate, 'xd').answer).toBe('fail');
  });

  it('takes outcomes in launch order: a slow trial that was launched earlier holds the answer back', () => {
    expect(decide(gate, `.${'h'.repeat(20)}`)).toMatchObject({ answer: null, n: 0, final: false });
    expect(decide(gate, `d${'h'.repeat(14)}`).answer).toBeNull();
  });

  it('counts nothing that was launched after the trial that decided', () => {
    const decision = decide(gate, 'dhdhd');
    expect(decision).toMatchObject({ answer: 'fail', n: 3, k: 2, ignored: ['004', '005'] });
  });

  it('is not moved by anything that comes after the decision', () => {
    const marks = fc.array(fc.constantFrom('h', 'd', 'x', '?', 'b'), { maxLength: 20 });
    fc.assert(
      fc.property(marks, marks, (first, later) => {
        const before = decide(gate, first.join(''));
        if (before.final)
          expect({ ...decide(gate, [...first, ...later].join('')), ignored: [] }).toEqual({
            ...before,
            ignored: [],
          });
      }),
    );
  });

  it('leaves out trials that showed nothing, and gives up when they are more than a fifth', () => {
    expect(decide(gate, `?${'h'.repeat(15)}`)).toMatchObject({ answer: 'pass', n: 15, invalid: 1 });
    expect(decide(gate, 'h?h?h?h?h?')).toMatchObject({
      answer: 'cannot-tell',
      final: true,
      reason: '5 of 10 launches showed nothing, more than a fifth',
    });
    expect(decide(gate, 'h?h?h?h?')).toMatchObject({ answer: null, final: false });
    expect(
      [
        [4, 4],
        [20, 4],
        [25, 5],
        [24, 5],
      ].map(([count = 0, invalid = 0]) => tooManyInvalid({ count, invalid })),
    ).toEqual([false, false, false, true]);
  });

  it('counts each attempt that was lost and made again as a launch that showed nothing', () => {
    const launched = (failed: boolean | null, lost: readonly string[]): Launched => ({
      trial: '001',
      arm: 'a',
      block: 1,
      failed,
      result: makeResult('h', { lost }),
    });
    const twice = ['the engine died', 'the engine died again'];
    expect(
      launchesOf([launched(false, []), launched(true, ['the engine died']), launched(null, twice)]),
    ).toEqual({ count: 6, invalid: 4 });
  });

  it('does not pass when it would fail had all that showed nothing failed', () => {
    expect(decide(gate, `${'h'.repeat(6)}??${'h'.repeat(9)}`)).toMatchObject({
      answer: 'cannot-tell',
      final: true,
    });
  });
});

describe('a reproduction', () => {
  it('is found by whatever does not hold, and by drift alone where that is what the plan counts', () => {
    expect(decide(reproduce, 'dd').answer).toBe('reproduced');
    expect(decide(reproduce, 'xx').answer).toBe('reproduced');
    const drift: Plan = { ...planFor(reproduce), count: 'drift' };
    expect(decisionOf(drift, resultsById(verdictsOf(drift, 'x'.repeat(11))))).toMatchObject({
      answer: 'not-reproduced',
      count: 'drift',
      otherwise: 10,
    });
  });
});

describe('a decision between two arms', () => {
  it('falls when one drifts and the other holds, pair by pair', () => {
    const decision = decide(pairs, 'dh'.repeat(10));
    expect(decision).toMatchObject({ answer: 'a-worse', against: { arm: 'b', k: 0 }, final: true });
    expect(decision.n).toBeLessThan(10);
    expect(decision.k).toBe(decision.n);
  });

  it('is not shown when both hold all the time', () => {
    expect(decide(pairs, 'hh'.repeat(50))).toMatchObject({ answer: 'not-shown', final: true });
  });

  it('waits for both trials of a pair, in launch order', () => {
    expect(decide(pairs, `d.${'dh'.repeat(20)}`)).toMatchObject({ answer: null, n: 0 });
  });

  it('counts a pair with a trial that showed nothing for nothing', () => {
    expect(decide(pairs, 'd?dh')).toMatchObject({ n: 1, k: 1, invalid: 1 });
  });
});

describe('a stop rule', () => {
  it.each([
    ['gate', gate],
    ['reproduction', reproduce],
    ['pairs', pairs],
  ])('of a %s is in plan.json, and read back as it was', (_, stop) => {
    const plan = planFor(stop);
    expect(parsePlan(formatPlan(plan)).stop).toEqual(stop);
  });

  it.each([
    ['gate', gate, 'd', 2],
    ['reproduction', reproduce, 'd', 2],
  ])('of a %s cannot decide sooner than it says', (_, stop, mark, soonest) => {
    expect(soonestOf(stop)).toBe(soonest);
    expect(decide(stop, mark.repeat(soonest - 1)).final).toBe(false);
    expect(decide(stop, mark.repeat(soonest)).final).toBe(true);
  });

  it('of pairs cannot decide sooner than it says', () => {
    const soonest = soonestOf(pairs);
    expect(decide(pairs, 'dh'.repeat(soonest - 1)).final).toBe(false);
    expect(decide(pairs, 'hd'.repeat(soonest - 1)).final).toBe(false);
    expect([decide(pairs, 'dh'.repeat(soonest)).final, decide(pairs, 'hd'.repeat(soonest)).final]).toContain(
      true,
    );
  });

  it('is known by the hash of all that it stops by', () => {
    if (gate.question === 'half-fails' || gate.question === 'decided' || pairs.question !== 'decided')
      throw new Error('other questions');
    expect(gate.sha256).toBe(hash(JSON.stringify([gate.accept, gate.reject])));
    expect(pairs.sha256).toBe(
      hash(JSON.stringify([pairs.upper, pairs.futility, pairs.finalUpper, pairs.cap, pairs.increments])),
    );
  });

  it('of one arm is not moved by the trials of another', () => {
    const plan: Plan = { ...makePlan(['a', 'b'], 20), stop: gate };
    const verdicts = verdictsOf(plan, 'hd'.repeat(15));
    expect(present(decisionOf(plan, resultsById(verdicts)), 'decision')).toMatchObject({
      answer: 'pass',
      n: 15,
      k: 0,
    });
  });

  it('bounds a pass by the error of a wrong pass, and a fail by that of a wrong fail', () => {
    if (gate.question !== 'rate-below') throw new Error('another question');
    const uneven: StopRule = { ...gate, design: { ...gate.design, alpha: 0.01, beta: 0.1 } };
    expect(decide(uneven, 'h'.repeat(15)).interval).toMatchObject({
      confidence: 0.9,
      method: 'stagewise-upper',
    });
    expect(decide(uneven, 'dd').interval).toMatchObject({
      confidence: 0.99,
      method: 'stagewise-lower',
      high: 1,
    });
  });

  it('has its trials launched in the order of the plan, each once', () => {
    const plan = planFor(gate, 3);
    expect(nextTrial(plan, new Map(), new Set())?.id).toBe('001');
    expect(nextTrial(plan, new Map(), new Set(['001', '003']))?.id).toBe('002');
    expect(nextTrial(plan, new Map(), new Set(['001', '002', '003']))).toBeNull();
  });

  it('decides at its cap whatever was found', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('h', 'd'), { minLength: capOf(gate), maxLength: capOf(gate) }),
        (marks) => {
          expect(decide(gate, marks.join('')).final).toBe(true);
        },
      ),
    );
  });

  it('is over when the plan is, though nothing is decided', () => {
    const few = planFor(gate, 4);
    const ofArm = (marks: string): ReturnType<typeof decisionOf> =>
      decisionOf(few, resultsById(verdictsOf(few, marks)));
    expect(ofArm('hhh')).toMatchObject({ answer: null, final: false });
    expect(ofArm('hhhh')).toMatchObject({ answer: null, final: true, n: 4 });
    const fewPairs = planFor(pairs, 2);
    const ofPairs = (marks: string): ReturnType<typeof decisionOf> =>
      decisionOf(fewPairs, resultsById(verdictsOf(fewPairs, marks)));
    expect(ofPairs('dhd')).toMatchObject({ answer: null, final: false, n: 1 });
    expect(ofPairs('dhdh')).toMatchObject({ answer: null, final: true, n: 2 });
  });

  it('makes a campaign complete that has trials left', () => {
    const plan = planFor(gate);
    expect(stateOf(plan, verdictsOf(plan, 'h'.repeat(15)))).toBe('complete');
    expect(stateOf(plan, verdictsOf(plan, 'h'.repeat(14)))).toBe('interrupted');
  });
});
