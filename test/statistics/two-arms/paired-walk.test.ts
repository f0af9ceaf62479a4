import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src/base/lab-error.js';
import { fixedArms } from '../../../src/statistics/two-arms/fixed-arms.js';
import {
  compilePairs,
  decidePairs,
  pairCharacteristic,
  type PairPlan,
} from '../../../src/statistics/two-arms/paired-walk.js';
import { endOf, walkPairs } from '../../../src/statistics/two-arms/walk-pairs.js';
import { expectNear, referenceRows } from '../reference/read.js';

interface WalkRow {
  readonly pA: number;
  readonly pB: number;
  readonly alpha: number;
  readonly power: number;
  readonly fixedBoschlooNPerArm: number;
  readonly pairCap: number;
  readonly incrementsByOutcomeAB: Readonly<Record<'10' | '01' | '11' | '00', number>>;
  readonly upper: number;
  readonly futility: number;
  readonly finalUpper: number;
  readonly exact: readonly {
    readonly pA: number;
    readonly pB: number;
    readonly pRejectH0: number;
    readonly asnPairs: number;
  }[];
}

interface SizeRow {
  readonly pA: number;
  readonly pB: number;
  readonly alphaOneSided: number;
  readonly power: number;
  readonly boschloo: { readonly nPerArm: number; readonly power: number };
}

const rows = referenceRows('pairs') as readonly WalkRow[];
const usual = { alpha: 0.05, power: 0.9, capFactor: 1.25 } as const;

function incrementsOf({ incrementsByOutcomeAB: by }: WalkRow): PairPlan['increments'] {
  return { aOnly: by['10'], bOnly: by['01'], both: by['11'], neither: by['00'] };
}

/**
 * Probability of "a worse" by looking back from the end with the plan's own increments: another way than the
 * code's.
 */
function worseLookingBack(plan: PairPlan, rateA: number, rateB: number, futility: number): number {
  const outcomes = [
    { a: 1, b: 0, add: plan.increments.aOnly, chance: rateA * (1 - rateB) },
    { a: 0, b: 1, add: plan.increments.bOnly, chance: (1 - rateA) * rateB },
    { a: 1, b: 1, add: plan.increments.both, chance: rateA * rateB },
    { a: 0, b: 0, add: plan.increments.neither, chance: (1 - rateA) * (1 - rateB) },
  ];
  const known = new Map<string, number>();
  const from = (pairs: number, a: number, b: number, score: number): number => {
    if (pairs === plan.cap) return score >= plan.finalUpper ? 1 : 0;
    if (pairs > 0 && score >= plan.upper) return 1;
    if (pairs > 0 && score <= futility) return 0;
    const key = `${String(pairs)} ${String(a)} ${String(b)}`;
    const found =
      known.get(key) ??
      outcomes.reduce(
        (sum, next) => sum + next.chance * from(pairs + 1, a + next.a, b + next.b, score + next.add),
        0,
      );
    known.set(key, found);
    return found;
  };
  return from(0, 0, 0, 0);
}

describe('the trials of a fixed design', () => {
  it.each(referenceRows('fixed-two-arms') as readonly SizeRow[])(
    'are as computed elsewhere: $pA against $pB with a power of $power',
    ({ pA, pB, alphaOneSided, power, boschloo }) => {
      const found = fixedArms({ a: pA, b: pB, alpha: alphaOneSided, power }, 125);
      expect(found?.n).toBe(boschloo.nPerArm);
      expectNear(found?.power ?? NaN, boschloo.power);
    },
  );
});

describe('the reference walks', () => {
  it.each(rows)('behave exactly as computed: $pA against $pB', (row) => {
    const walk = {
      upper: row.upper,
      futility: row.futility,
      finalUpper: row.finalUpper,
      cap: row.pairCap,
      increments: incrementsOf(row),
    };
    for (const { pA, pB, pRejectH0, asnPairs } of row.exact) {
      const found = pairCharacteristic(walk, pA, pB);
      expectNear(found.aWorse, pRejectH0);
      expectNear(found.expectedPairs, asnPairs);
    }
  });

  it.each(rows)('are matched or beaten in pairs: $pA against $pB', (row) => {
    const { pA: a, pB: b, alpha, power } = row;
    const plan = compilePairs({ a, b, alpha, power, capFactor: 1.25 });
    expect([plan.fixed.n, plan.cap]).toEqual([row.fixedBoschlooNPerArm, row.pairCap]);
    const [expected, found] = [incrementsOf(row), plan.increments];
    for (const outcome of ['aOnly', 'bOnly', 'both', 'neither'] as const)
      expectNear(found[outcome], expected[outcome]);
    const meanOf = (pA: number, pB: number): number =>
      row.exact.find((exact) => exact.pA === pA && exact.pB === pB)?.asnPairs ?? NaN;
    expect(plan.expectedPairs.atDesign + plan.expectedPairs.bothAtA).toBeLessThanOrEqual(
      1.02 * (meanOf(a, b) + meanOf(a, a)),
    );
  });
});

describe('the walks that scenarios get by themselves', () => {
  it.each([
    [0.5, 0.1, 21, 27, 2.798, -2.028, 0.775],
    [0.5, 0.05, 15, 19, 2.605, -2.077, 0.948],
    [0.8, 0.4, 25, 32, 2.773, -2.263, 1.02],
    [0.7, 0.2, 17, 22, 2.788, -2.018, 0.646],
    [0.9, 0.1, 6, 8, 2.506, -1.022, 0.616],
  ])(
    'stop at these scores, so that an old campaign stops where it stopped: %f against %f',
    (a, b, ...expected) => {
      const { fixed, cap, upper, futility, finalUpper } = compilePairs({ ...usual, a, b });
      expect([fixed.n, cap, upper, futility, finalUpper]).toEqual(expected);
    },
  );
});

describe('the end of a walk', () => {
  const walk = {
    upper: 2,
    futility: -1,
    finalUpper: 0.5,
    cap: 4,
    increments: { aOnly: 1, bOnly: -1, both: 0, neither: 0 },
  };

  it.each([
    [3, 2, true],
    [3, 2 - 1e-10, true],
    [3, 2 - 1e-8, null],
    [3, -1, false],
    [3, -1 + 1e-10, false],
    [3, -1 + 1e-8, null],
    [4, 0.5, true],
    [4, 0.5 - 1e-10, true],
    [4, 0.5 - 1e-8, false],
    [5, 0.4, false],
  ])('after %i pairs at a score of %f is %s', (pairs, score, expected) => {
    expect(endOf(walk, pairs, score)).toBe(expected);
  });

  it('is reached by every walk, each way with its own probability', () => {
    const ends: Record<string, number> = {};
    walkPairs(walk, 0.75, 0.5, ({ pairs, failuresA, failuresB, probability, worse }) => {
      const key = [pairs, failuresA, failuresB, worse].join(' ');
      ends[key] = (ends[key] ?? 0) + probability;
    });
    const byForce: Record<string, number> = {};
    const go = (pairs: number, a: number, b: number, probability: number): void => {
      const worse = pairs === 0 ? null : endOf(walk, pairs, a - b);
      if (worse !== null) {
        const key = [pairs, a, b, worse].join(' ');
        byForce[key] = (byForce[key] ?? 0) + probability;
        return;
      }
      for (const [failsA, failsB] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ] as const)
        go(pairs + 1, a + failsA, b + failsB, probability * (failsA === 1 ? 0.75 : 0.25) * 0.5);
    };
    go(0, 0, 0, 1);
    expect(
      Object.keys(ends)
        .filter((key) => (ends[key] ?? 0) > 0)
        .sort(),
    ).toEqual(Object.keys(byForce).sort());
    for (const [key, probability] of Object.entries(byForce)) expect(ends[key]).toBeCloseTo(probability, 14);
  });
});

describe('a compiled walk', () => {
  const plans = (
    [
      [0.5, 0.1],
      [0.5, 0.05],
      [0.8, 0.4],
      [0.3, 0.05],
    ] as const
  ).map(([a, b]) => compilePairs({ ...usual, a, b }));

  it.each(plans)(
    'errs at none of 999 common rates more often than it says, futility stop or none: $design.a ' +
      'against $design.b',
    (plan) => {
      const errors = Array.from(
        { length: 999 },
        (_, index) =>
          pairCharacteristic({ ...plan, futility: -Infinity }, (index + 1) / 1000, (index + 1) / 1000).aWorse,
      );
      const worst = Math.max(...errors);
      expect(worst).toBeLessThanOrEqual(plan.errors.alpha * (1 + 1e-9));
      expect(plan.errors.alpha).toBeLessThanOrEqual(0.05);
      expect(worst).toBeGreaterThan(0.9 * plan.errors.alpha);
      expect(worseLookingBack(plan, 0.2, 0.2, -Infinity)).toBeCloseTo(errors[199] ?? NaN, 10);
    },
  );

  it.each(plans)('has the power asked for: $design.a against $design.b', (plan) => {
    const { a, b } = plan.design;
    expect(1 - plan.errors.beta).toBeGreaterThanOrEqual(0.9);
    expectNear(1 - plan.errors.beta, worseLookingBack(plan, a, b, plan.futility));
    expect(pairCharacteristic(plan, b, a).aWorse).toBeLessThan(0.001);
  });

  it('is decided by a prefix of whole pairs, whatever comes later, and skips broken pairs', () => {
    const plan = compilePairs({ ...usual, a: 0.5, b: 0.1 });
    const pairs = fc.array(
      fc.oneof({ arbitrary: fc.record({ a: fc.boolean(), b: fc.boolean() }), weight: 5 }, fc.constant(null)),
      { maxLength: 50 },
    );
    fc.assert(
      fc.property(pairs, pairs, (first, later) => {
        const alone = decidePairs(plan, first);
        expect(
          decidePairs(
            plan,
            first.filter((pair) => pair !== null),
          ),
        ).toEqual(alone);
        if (alone.decision === null) expect(alone.pairs).toBe(first.filter((pair) => pair !== null).length);
        else expect(decidePairs(plan, [...first, ...later])).toEqual(alone);
      }),
    );
  });

  it('needs more than luck: a that always fails beside b that never does is called worse after four pairs', () => {
    const plan = compilePairs({ ...usual, a: 0.5, b: 0.1 });
    const clear = Array.from({ length: 10 }, () => ({ a: true, b: false }));
    expect(decidePairs(plan, clear)).toMatchObject({ decision: 'a-worse', pairs: 4 });
    expect(decidePairs(plan, clear.slice(0, 3)).decision).toBeNull();
    expect(
      decidePairs(
        plan,
        clear.map(() => ({ a: false, b: true })),
      ),
    ).toMatchObject({ decision: 'not-shown', pairs: 2 });
  });
});

describe('a design of pairs at the edge of what can be', () => {
  const sound = { ...usual, a: 0.6, b: 0.1 };

  it.each([{ alpha: 0.49 }, { power: 0.51 }, { capFactor: 2 }, { a: 0.999 }, { b: 0.001 }])(
    'is taken: %j',
    (edge) => {
      expect(() => compilePairs({ ...sound, ...edge })).not.toThrow();
    },
  );

  it.each([
    { alpha: 0.5 },
    { alpha: 0 },
    { power: 0.5 },
    { power: 1 },
    { capFactor: 0.99 },
    { capFactor: 2.01 },
    { a: 1 },
    { b: 0 },
    { a: 0.1 },
  ])('is refused beyond it: %j', (edge) => {
    expect(() => compilePairs({ ...sound, ...edge })).toThrow(LabError);
  });
});

describe('a design of pairs that cannot be is refused with its numbers:', () => {
  it.each([
    [{ a: 1.5, b: 0.2 }, 'the rate of a is 1.5, but a rate to test lies between 0 and 1'],
    [
      { a: 0.2, b: 0.2 },
      'arm a is thought to fail at 0.2 and arm b at 0.2: arm a must be the one that fails more often',
    ],
    [{ a: 0.5, b: 0.1, alpha: 0 }, 'alpha is 0, but an error probability lies between 0 and 0.5'],
    [{ a: 0.5, b: 0.1, power: 0.4 }, 'the power is 0.4, but must lie between 0.5 and 1'],
    [{ a: 0.5, b: 0.1, capFactor: 3 }, 'the cap is 3 times the fixed design, but must be 1 to 2 times'],
    [{ a: 0.5, b: 0.45 }, 'to tell arms that fail at 0.5 and 0.45 apart takes more than 125 trials of each'],
    [{ a: 0.5, b: 0.1, capFactor: 1 }, 'no walk of at most 21 pairs tells 0.5 from 0.1 with a power of 0.9'],
  ])('%o', (design, message) => {
    expect(() => compilePairs({ ...usual, ...design })).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message,
        hint: expect.stringMatching(/\.$/) as string,
      }) as Error,
    );
  });
});
