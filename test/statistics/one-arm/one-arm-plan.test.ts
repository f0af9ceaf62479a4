import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src/base/lab-error.js';
import {
  compileOneArm,
  decideOneArm,
  operatingCharacteristic,
  trialsStillNeeded,
  type OneArmDesign,
  type OneArmPlan,
} from '../../../src/statistics/one-arm/one-arm-plan.js';
import { fixedPlan } from '../../../src/statistics/one-arm/fixed-plan.js';
import { isWithinReason } from '../../../src/statistics/one-arm/one-arm-design.js';
import { expectNear, referenceRows } from '../reference/read.js';

interface PlanRow {
  readonly p0: number;
  readonly p1: number;
  readonly alpha: number;
  readonly beta: number;
  readonly fixed: { readonly n: number; readonly c: number };
  readonly floor: number;
  readonly accept: readonly number[];
  readonly reject: readonly number[];
  readonly exact: readonly {
    readonly p: number;
    readonly pReject: number;
    readonly pAccept: number;
    readonly asn: number;
  }[];
}

const rows = referenceRows('one-arm-plans') as readonly PlanRow[];
const usual = { alpha: 0.05, beta: 0.05, capFactor: 1.25, rejectMin: 2 } as const;

/** Probability of FAIL by looking back from the end: another way than the code's, which looks forward. */
function failLookingBack(plan: OneArmPlan, p: number): number {
  let open: number[] = [];
  for (let n = plan.accept.length; n >= 0; n -= 1) {
    const after = open;
    open = Array.from({ length: n + 1 }, (_, k) => {
      if (n > 0 && k <= (plan.accept[n - 1] ?? NaN)) return 0;
      if (n > 0 && k >= (plan.reject[n - 1] ?? NaN)) return 1;
      return p * (after[k + 1] ?? NaN) + (1 - p) * (after[k] ?? NaN);
    });
  }
  return open[0] ?? NaN;
}

const designs: fc.Arbitrary<OneArmDesign> = fc
  .record({
    p0: fc.double({ min: 0.005, max: 0.5, noNaN: true }),
    times: fc.double({ min: 1.6, max: 10, noNaN: true }),
    alpha: fc.constantFrom(0.01, 0.05, 0.1, 0.2),
    beta: fc.constantFrom(0.01, 0.05, 0.1, 0.2),
    capFactor: fc.constantFrom(1, 1.1, 1.25, 1.5),
    rejectMin: fc.constantFrom(1, 2, 4),
  })
  .map(({ times, ...design }) => ({ ...design, p1: Math.min(0.95, design.p0 * times + 0.05) }));

describe('the reference plans', () => {
  it.each(rows)(
    'behave exactly as computed: $p0 against $p1, errors $alpha and $beta',
    ({ accept, reject, exact }) => {
      for (const { p, pReject, pAccept, asn } of exact) {
        const found = operatingCharacteristic({ accept, reject }, p);
        expectNear(found.fail, pReject);
        expectNear(found.pass, pAccept);
        expectNear(found.expectedTrials, asn);
      }
    },
  );

  it.each(rows)('are matched or beaten in trials: $p0 against $p1, errors $alpha and $beta', (row) => {
    const plan = compileOneArm({ ...usual, p0: row.p0, p1: row.p1, alpha: row.alpha, beta: row.beta });
    const trialsOf = (table: { accept: readonly number[]; reject: readonly number[] }): number =>
      [row.p0, row.p1].reduce(
        (sum, p) => sum + operatingCharacteristic({ ...plan, ...table }, p).expectedTrials,
        0,
      );
    expect(plan.fixed).toEqual(row.fixed);
    expect(plan.errors.alpha).toBeLessThanOrEqual(row.alpha);
    expect(plan.errors.beta).toBeLessThanOrEqual(row.beta);
    expect(trialsOf(plan)).toBeLessThanOrEqual(trialsOf(row) * 1.0001);
    expect(plan.cleanPassAt).toBeLessThanOrEqual(1.5 * row.floor);
  });
});

describe('the plans that scenarios get by themselves', () => {
  /** Where a table changes: from which number of trials on it says what. */
  const steps = (table: readonly number[]): string =>
    table
      .flatMap((limit, index) =>
        limit === table[index - 1] ? [] : [`${String(index + 1)}:${String(limit)}`],
      )
      .join(' ');

  it('are these tables, so that a campaign that is read again years later stops where it stopped', () => {
    const tables = (
      [
        [0.02, 0.2],
        [0.05, 0.3],
        [0.05, 0.2],
      ] as const
    )
      .map(([p0, p1]) => compileOneArm({ ...usual, p0, p1 }))
      .map(({ accept, reject, cleanPassAt }) => [accept.length, cleanPassAt, steps(accept), steps(reject)]);
    expect(tables).toEqual([
      [38, 15, '1:-1 15:0 28:1 37:2 38:3', '1:2 18:3 30:4'],
      [30, 10, '1:-1 10:0 16:1 23:2 30:3', '1:2 4:3 11:4'],
      [63, 18, '1:-1 18:0 27:1 36:2 45:3 54:4 62:5 63:6', '1:2 2:3 12:4 21:5 30:6 39:7'],
    ]);
  });
});

describe('the smallest fixed design', () => {
  const tail = (c: number, n: number, p: number): number => {
    let [term, sum] = [(1 - p) ** n, 0];
    for (let k = 0; k <= c; k += 1) {
      sum += term;
      term *= ((n - k) / (k + 1)) * (p / (1 - p));
    }
    return sum;
  };

  it.each([
    [0.02, 0.2, 0.05, 0.05, 1],
    [0.02, 0.2, 0.05, 0.05, 2],
    [0.02, 0.2, 0.05, 0.05, 4],
    [0.3, 0.9, 0.1, 0.1, 1],
    [0.05, 0.3, 0.01, 0.2, 2],
    [0.001, 0.5, 0.05, 0.2, 1],
  ])(
    'of %f against %f with errors %f and %f, failing from %i on, is found by force',
    (p0, p1, alpha, beta, rejectMin) => {
      const all = Array.from({ length: 200 }, (_, index) => index + 1).flatMap((n) =>
        Array.from({ length: n }, (__, c) => ({ n, c })),
      );
      const fits = all.filter(
        ({ n, c }) => c >= rejectMin - 1 && 1 - tail(c, n, p0) <= alpha && tail(c, n, p1) <= beta,
      );
      const n = fits[0]?.n;
      const expected = fits.filter((one) => one.n === n).at(-1);
      expect(fixedPlan({ ...usual, p0, p1, alpha, beta, rejectMin })).toEqual(expected);
    },
  );

  it('has three thousand trials at the most', () => {
    expect([isWithinReason(2999), isWithinReason(3000), isWithinReason(3001)]).toEqual([true, true, false]);
  });
});

describe('trials that are still needed', () => {
  const table = { accept: [-1, 0, 0, 1], reject: [2, 2, 2, 2] };

  it.each([
    [0, 0, 2, 4],
    [1, 0, 1, 3],
    [1, 1, 3, 3],
    [2, 1, 2, 2],
    [3, 1, 1, 1],
    [2, 0, 0, 0],
    [2, 2, 0, 0],
    [4, 1, 0, 0],
  ])('after %i with %i failures are %i clean ones, or %i', (n, k, clean, worst) => {
    expect(trialsStillNeeded(table, n, k)).toEqual({ clean, worst });
  });

  it('are looked up at their own number of trials', () => {
    const rising = { accept: [-1, -1, 0, 0, 1], reject: [2, 3, 3, 4, 2] };
    expect(decideOneArm(rising, [true, true])).toEqual({ decision: null, n: 2, k: 2 });
    expect(decideOneArm(rising, [true, true, true])).toEqual({ decision: 'fail', n: 3, k: 3 });
    expect(decideOneArm(rising, [false, false])).toEqual({ decision: null, n: 2, k: 0 });
    expect(decideOneArm(rising, [false, false, false])).toEqual({ decision: 'pass', n: 3, k: 0 });
  });

  it('are known only of counts that can be', () => {
    expect(() => trialsStillNeeded(table, 1, 2)).toThrow('2 of 1 is no proportion');
    expect(() => decideOneArm(table, [])).not.toThrow();
    expect(decideOneArm(table, [])).toEqual({ decision: null, n: 0, k: 0 });
    expect(decideOneArm(table, [true, false, false, false, true])).toEqual({ decision: 'pass', n: 4, k: 1 });
    expect(decideOneArm({ accept: [-1], reject: [2] }, [true, true])).toEqual({ decision: null, n: 1, k: 1 });
  });
});

describe('a compiled plan', () => {
  it('keeps both errors exactly, for any design', () => {
    fc.assert(
      fc.property(designs, (design) => {
        const plan = compileOneArm(design);
        expectNear(plan.errors.alpha, failLookingBack(plan, design.p0));
        expectNear(plan.errors.beta, 1 - failLookingBack(plan, design.p1), 1e-6);
        expect(plan.errors.alpha).toBeLessThanOrEqual(design.alpha);
        expect(plan.errors.beta).toBeLessThanOrEqual(design.beta);
        expect(Math.min(...plan.reject)).toBeGreaterThanOrEqual(design.rejectMin);
        expect(plan.accept.length).toBeLessThanOrEqual(Math.ceil(design.capFactor * plan.fixed.n));
      }),
      { numRuns: 60 },
    );
  });

  it('errs less the further a rate is from the wrong side', () => {
    const plan = compileOneArm({ ...usual, p0: 0.05, p1: 0.3 });
    const failing = Array.from({ length: 101 }, (_, step) => operatingCharacteristic(plan, step / 100).fail);
    expect(failing.every((fail, step) => step === 0 || fail >= (failing[step - 1] ?? NaN) - 1e-15)).toBe(
      true,
    );
  });

  it('says how many trials it takes on average at the worst rate of two thousand', () => {
    for (const [p0, p1] of [
      [0.02, 0.2],
      [0.05, 0.3],
      [0.3, 0.7],
    ] as const) {
      const plan = compileOneArm({ ...usual, p0, p1 });
      const means = Array.from(
        { length: 2001 },
        (_, step) => operatingCharacteristic(plan, step / 2000).expectedTrials,
      );
      expect(plan.expectedTrials.worst).toBeCloseTo(Math.max(...means), 9);
    }
  });

  it('always ends, one way or the other', () => {
    fc.assert(
      fc.property(designs, fc.double({ min: 0, max: 1, noNaN: true }), (design, p) => {
        const { pass, fail } = operatingCharacteristic(compileOneArm(design), p);
        expect(pass + fail).toBeCloseTo(1, 11);
      }),
      { numRuns: 40 },
    );
  });

  it('passes a clean fix at 2 against 20 per cent in 15 trials, and never fails on the first failure', () => {
    const plan = compileOneArm({ ...usual, p0: 0.02, p1: 0.2 });
    expect(plan.cleanPassAt).toBe(15);
    expect(decideOneArm(plan, [true])).toEqual({ decision: null, n: 1, k: 1 });
    expect(Math.min(...plan.reject)).toBe(2);
  });

  it('is decided by a prefix, whatever comes later', () => {
    const plan = compileOneArm({ ...usual, p0: 0.05, p1: 0.3 });
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 40 }),
        fc.array(fc.boolean(), { maxLength: 40 }),
        (first, later) => {
          const alone = decideOneArm(plan, first);
          if (alone.decision !== null) expect(decideOneArm(plan, [...first, ...later])).toEqual(alone);
          else expect(alone.n).toBe(first.length);
        },
      ),
    );
  });

  it('says truly how many more trials it takes, clean or at the most', () => {
    const plan = compileOneArm({ ...usual, p0: 0.1, p1: 0.4 });
    const longest = (open: readonly boolean[]): number => {
      if (decideOneArm(plan, open).decision !== null) return 0;
      const { clean, worst } = trialsStillNeeded(plan, open.length, open.filter(Boolean).length);
      const afterwards = [...open, ...Array.from({ length: clean }, () => false)];
      expect(decideOneArm(plan, afterwards)).toMatchObject({ decision: 'pass', n: open.length + clean });
      expect(decideOneArm(plan, afterwards.slice(0, -1)).decision).toBeNull();
      return worst;
    };
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (outcomes) => {
        const worst = longest(outcomes);
        if (worst > 0)
          expect(Math.max(longest([...outcomes, true]), longest([...outcomes, false]))).toBe(worst - 1);
      }),
    );
  });
});

describe('a design at the edge of what can be', () => {
  const sound = { ...usual, p0: 0.05, p1: 0.3 };

  it.each([
    { alpha: 0.49 },
    { beta: 0.49 },
    { capFactor: 1 },
    { capFactor: 2 },
    { rejectMin: 1 },
    { p0: 0.001 },
    { p1: 0.999 },
  ])('is taken: %j', (edge) => {
    expect(() => compileOneArm({ ...sound, ...edge })).not.toThrow();
  });

  it.each([
    { alpha: 0.5 },
    { beta: 0.5 },
    { alpha: 0 },
    { capFactor: 0.99 },
    { capFactor: 2.01 },
    { rejectMin: 0 },
    { p0: 0 },
    { p1: 1 },
    { p0: 0.3 },
  ])('is refused beyond it: %j', (edge) => {
    expect(() => compileOneArm({ ...sound, ...edge })).toThrow(LabError);
  });
});

describe('a design that cannot be is refused with its numbers:', () => {
  it.each([
    [{ p0: 0, p1: 0.2 }, 'p0 is 0, but a rate to test lies between 0 and 1'],
    [{ p0: 0.1, p1: 20 }, 'p1 is 20, but a rate to test lies between 0 and 1'],
    [{ p0: NaN, p1: 0.2 }, 'p0 is NaN, but a rate to test lies between 0 and 1'],
    [{ p0: 0.3, p1: 0.2 }, 'p0 is 0.3 and p1 is 0.2: the rate to pass must be below the rate to fail'],
    [{ p0: 0.1, p1: 0.2, alpha: 0.95 }, 'alpha is 0.95, but an error probability lies between 0 and 0.5'],
    [{ p0: 0.1, p1: 0.2, capFactor: 0.5 }, 'the cap is 0.5 times the fixed design, but must be 1 to 2 times'],
    [{ p0: 0.1, p1: 0.2, rejectMin: 1.5 }, 'rejectMin is 1.5, but must be a whole number from 1 on'],
    [{ p0: 0.1, p1: 0.101 }, 'to tell a rate of 0.1 from 0.101 takes more than 3000 trials'],
  ])('%o', (design, message) => {
    expect(() => compileOneArm({ ...usual, ...design })).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message,
        hint: expect.stringMatching(/\.$/) as string,
      }) as Error,
    );
  });
});
