import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPlan } from '../../src/plan/plan-file.js';
import { planTrials } from '../../src/plan/plan-trials.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { smallest, vocabulary } from '../scenario/sample.js';
import { options } from './sample.js';

interface Layout {
  /** Levels of each factor. */
  readonly sizes: readonly number[];
  /** Each leaves out the cells that have these levels. */
  readonly exclude: readonly (readonly (readonly [factor: number, level: number])[])[];
}

/**
 * Excluded patterns name factors and levels that are there, and never the level 0 of the first factor alone,
 * so that some cell may remain.
 */
const layouts: fc.Arbitrary<Layout> = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 })
  .chain((sizes) => {
    const pattern = fc
      .uniqueArray(fc.nat(sizes.length - 1), { minLength: 1, maxLength: sizes.length })
      .chain((factors) =>
        fc.tuple(
          ...factors.map((factor) =>
            fc.nat((sizes[factor] ?? 1) - 1).map((level) => [factor, level] as const),
          ),
        ),
      );
    return fc.record({ sizes: fc.constant(sizes), exclude: fc.array(pattern, { maxLength: 3 }) });
  });

function textOf({ sizes, exclude }: Layout): string {
  const factors = sizes.map(
    (size, factor) =>
      `  f${String(factor)}: { ` +
      `${Array.from({ length: size }, (_, level) => `l${String(level)}: { env: { F${String(factor)}: ${String(level)} } }`).join(', ')} ` +
      '}',
  );
  const cells = exclude.map(
    (pattern) =>
      `  - { ${pattern.map(([factor, level]) => `f${String(factor)}: l${String(level)}`).join(', ')} }`,
  );
  return `${smallest}factors:\n${factors.join('\n')}\n${cells.length === 0 ? '' : `exclude:\n${cells.join('\n')}\n`}`;
}

/** Every choice of levels that no pattern fits, counted without the code under test. */
function cellsLeft({ sizes, exclude }: Layout): readonly string[] {
  const all = sizes.reduce<readonly (readonly number[])[]>(
    (before, size) =>
      before.flatMap((chosen) => Array.from({ length: size }, (_, level) => [...chosen, level])),
    [[]],
  );
  return all
    .filter(
      (levels) => !exclude.some((pattern) => pattern.every(([factor, level]) => levels[factor] === level)),
    )
    .map((levels) => levels.map((level) => `l${String(level)}`).join('+'));
}

function scenarioOf(text: string): Scenario {
  const parsed = parseScenario(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
}

describe('a plan of factors', () => {
  it(
    'has every cell that is not excluded once in every block, with what its levels say, whatever ' +
      'factors and exclusions',
    () => {
      fc.assert(
        fc.property(layouts, fc.nat(), fc.integer({ min: 1, max: 3 }), (layout, seed, each) => {
          const left = cellsLeft(layout);
          if (left.length === 0) {
            expect(parseScenario(textOf(layout), vocabulary).ok).toBe(false);
            return;
          }
          const plan = planTrials(scenarioOf(textOf(layout)), seed, { ...options, each });
          expect(plan.arms.map(({ name }) => name)).toEqual(left);
          for (const { factors, settings } of plan.arms)
            expect(settings.env).toEqual(
              Object.fromEntries(
                Object.entries(factors).map(([factor, level]) => [factor.toUpperCase(), level.slice(1)]),
              ),
            );
          for (let block = 1; block <= each; block++)
            expect(
              plan.trials
                .filter((trial) => trial.block === block)
                .map(({ arm }) => arm)
                .sort(),
            ).toEqual([...left].sort());
        }),
        { numRuns: 100 },
      );
    },
  );

  it('is the same bytes for the same seed, and a choice by level keeps what the whole plan drew', () => {
    const scenario = scenarioOf(`${smallest}factors:
  load: { calm: { load: none }, short: { load: [{ memory: 60..140MiB, after: 0..2s }] } }
  order: { start-first: {}, stop-first: { overlays: [stop-first.yml] } }
`);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const whole = planTrials(scenario, seed, options);
        expect(formatPlan(planTrials(scenario, seed, options))).toBe(formatPlan(whole));
        const chosen = planTrials(scenario, seed, { ...options, arms: ['order=stop-first'] });
        const kept = whole.trials.filter(({ arm }) => arm.endsWith('+stop-first'));
        expect(
          chosen.trials.map(({ arm, block, load, seed: own }) => ({ arm, block, load, seed: own })),
        ).toEqual(kept.map(({ arm, block, load, seed: own }) => ({ arm, block, load, seed: own })));
      }),
      { numRuns: 30 },
    );
  });

  it('draws a load alike in all cells of a block, whichever other factors put a load on', () => {
    const scenario = scenarioOf(`${smallest}factors:
  resident: { none: { load: none }, warm: { load: [{ memory: 20..90MiB, during: whole }, { memory: 10..20MiB, during: base }] } }
  burst: { none: { load: none }, short: { load: [{ memory: 60..140MiB, after: 0..2s }] } }
`);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const block of [1, 2, 3]) {
          const bursts = planTrials(scenario, seed, options)
            .trials.filter((trial) => trial.block === block)
            .flatMap(({ load }) => load.filter(({ during }) => during === 'upgrade'));
          expect(bursts).toHaveLength(2);
          expect(bursts[1]).toEqual(bursts[0]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
