import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Plan } from '../../src/plan/plan.js';
import { formats } from '../../src/report/formats/index.js';
import { plainPaint } from '../../src/report/paint.js';
import { reportModel } from '../../src/report/report-model.js';
import { sharedLevels } from '../../src/report/shared-levels.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun, makeVerdicts, rolledBack } from '../statistics/made-campaign.js';

const cells = ['mirror', 'base-deploy', 'copy'].flatMap((clone) =>
  ['calm', 'short'].flatMap((load) => ['start-first', 'stop-first'].map((order) => ({ clone, load, order }))),
);

function factorial(each: number, expectations: Parameters<typeof makePlan>[2] = []): Plan {
  const plan = makePlan(
    cells.map((cell) => Object.values(cell).join('+')),
    each,
    expectations,
  );
  return {
    ...plan,
    arms: plan.arms.map((arm, index) => ({ ...arm, factors: present(cells[index], 'cell') })),
  };
}

function shown(plan: Plan, run: (cell: (typeof cells)[number], block: number) => RunVerdict | null): string {
  const verdicts = makeVerdicts(
    plan,
    plan.trials.map(({ block }, index) => run(present(cells[index % cells.length], 'cell'), block)),
  );
  const summary = summarise({
    plan,
    verdicts,
    campaign: 'c',
    scenarioSha256: 'abc',
    state: verdicts.size === plan.trials.length ? 'complete' : 'interrupted',
  });
  const provenance = {
    driftlab: { version: '0.1.0', commit: null },
    host: { kernel: '6.18.5', cores: 2, memoryBytes: 8 * 1024 ** 3, cgroupVersion: 1 },
    tools: { engine: null, abra: null },
  } as const;
  const model = reportModel({ plan, summary, verdicts, provenance, question: '', campaign: 'latest' });
  return present(
    formats.find(({ name }) => name === 'terminal'),
    'format',
  ).render(model, { width: 110, paint: plainPaint });
}

const startFirstUnderLoad = ({ load, order }: (typeof cells)[number]): RunVerdict =>
  load === 'short' && order === 'start-first'
    ? rolledBack
    : makeRun('held', { outageMs: order === 'stop-first' ? 3300 : 0 });

describe('the report of a factorial campaign', () => {
  it('says each thing once, of the levels that its cells share', () => {
    const text = shown(factorial(2), startFirstUnderLoad);
    expect(text).toContain(
      'Why     load=short, order=start-first (3 of 12 cells): swarm rolled back 6 times: the new task was',
    );
    expect(text).toContain(
      'Price   order=stop-first (6 of 12 cells): 3.3 s without a healthy task per upgrade (worst 3.3 s).\n',
    );
    expect(text.match(/^Why|^Price/gm)).toHaveLength(2);
    expect(text).not.toContain('Difference');
  });

  it('shows each level and each cell with its counts', () => {
    const text = shown(factorial(2), startFirstUnderLoad);
    expect(text).toMatch(/^ {2}load +calm +0 of 12 +0 %$/m);
    expect(text).toMatch(/^ +short +6 of 12 +50 %$/m);
    for (const { clone, load, order } of cells)
      expect(text).toMatch(new RegExp(`^  ${clone}\\+${load}\\+${order} .* \\d of 2 `, 'm'));
  });

  it('counts the trials that are inconclusive or not run, cells without any included', () => {
    const text = shown(factorial(2), (cell, block) =>
      cell.clone === 'copy'
        ? null
        : block === 2 && cell.load === 'short'
          ? makeRun('inconclusive', { reason: 'the dose was missed.' })
          : startFirstUnderLoad(cell),
    );
    expect(text).toContain(
      '4 trials of load=short (4 of 12 cells) are inconclusive: the dose was missed (4). Counted as',
    );
    expect(text).toContain('8 trials of clone=copy (4 of 12 cells) not run.');
  });

  it('does not list an expectation that was missed in every cell over and over', () => {
    const text = shown(
      factorial(
        1,
        cells.map((cell) => ({ arm: Object.values(cell).join('+'), drift: 'none' })),
      ),
      () => rolledBack,
    );
    expect(text.match(/expected no drift/g)).toHaveLength(8);
    expect(text).toContain('And 4 more, all in summary.json.');
  });
});

describe('levels that cells share', () => {
  const all = cells.map((factors) => ({ factors }));

  it('are those which set them apart from the rest', () => {
    expect(
      sharedLevels(
        all.filter(({ factors }) => factors.load === 'short'),
        all,
      ),
    ).toBe('load=short (6 of 12 cells)');
  });

  it('are not named where all cells have them or none is common', () => {
    const ofCopy = all.filter(({ factors }) => factors.clone === 'copy');
    expect(sharedLevels(ofCopy, ofCopy)).toBe('4 of 4 cells');
    expect(sharedLevels([present(all[0], 'first'), present(all[11], 'last')], all)).toBe('2 of 12 cells');
  });
});
