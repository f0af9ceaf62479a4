import { describe, expect, it } from 'vitest';
import { formatPlan, parsePlan } from '../../src/plan/plan-file.js';
import { planTrials } from '../../src/plan/plan-trials.js';
import type { Plan } from '../../src/plan/plan.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { marginalsOf } from '../../src/statistics/marginals.js';
import { renderSummary } from '../../src/statistics/render-summary.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { CampaignSummary } from '../../src/statistics/summary.js';
import { options } from '../plan/sample.js';
import { smallest, vocabulary } from '../scenario/sample.js';
import { makePlan, makeRun, makeVerdicts, rolledBack } from './made-campaign.js';

function factorialPlan(): Plan {
  const parsed = parseScenario(
    `${smallest}factors:
  order: { start-first: {}, stop-first: { overlays: [stop-first.yml] } }
  clone: [mirror, copy]
exclude: [ { clone: copy, order: stop-first } ]
trials: { each: 2 }
`,
    vocabulary,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planTrials(parsed.scenario, 7, options);
}

function summaryOf(plan: Plan): CampaignSummary {
  const verdicts = makeVerdicts(
    plan,
    plan.trials.map(({ arm, block }) =>
      arm.startsWith('stop-first') ? makeRun('held') : block === 1 ? rolledBack : makeRun('inconclusive'),
    ),
  );
  return summarise({ plan, verdicts, campaign: 'c', scenarioSha256: 'abc', state: 'complete' });
}

describe('the summary of a factorial campaign', () => {
  it('holds every cell with its levels', () => {
    expect(summaryOf(factorialPlan()).arms.map(({ name, factors }) => [name, factors])).toEqual([
      ['start-first+mirror', { order: 'start-first', clone: 'mirror' }],
      ['start-first+copy', { order: 'start-first', clone: 'copy' }],
      ['stop-first+mirror', { order: 'stop-first', clone: 'mirror' }],
    ]);
  });

  it('counts the valid trials of each level over the cells that have it, and sets no cell against another', () => {
    const { marginals, comparisons } = summaryOf(factorialPlan());
    expect(marginals).toEqual([
      { factor: 'clone', level: 'mirror', cells: 2, k: 1, n: 3 },
      { factor: 'clone', level: 'copy', cells: 1, k: 1, n: 1 },
      { factor: 'order', level: 'start-first', cells: 2, k: 2, n: 2 },
      { factor: 'order', level: 'stop-first', cells: 1, k: 0, n: 2 },
    ]);
    expect(comparisons).toEqual([]);
  });

  it('blames factors only when it is over, and never arms of one factor', () => {
    const plan = factorialPlan();
    const verdicts = makeVerdicts(
      plan,
      plan.trials.map(({ arm }) => (arm.startsWith('stop') ? makeRun('held') : rolledBack)),
    );
    const blamed = (state: CampaignSummary['state'], of: Plan = plan): number =>
      summarise({ plan: of, verdicts, campaign: 'c', scenarioSha256: 'abc', state }).attribution.length;
    expect(blamed('complete')).toBeGreaterThan(0);
    expect([blamed('interrupted'), blamed('running')]).toEqual([0, 0]);
    const oneFactor = {
      ...plan,
      arms: plan.arms.map((arm) => ({ ...arm, factors: { order: arm.factors['order'] ?? '' } })),
    };
    expect(blamed('complete', oneFactor)).toBe(0);
  });

  it('counts a level of which nothing was valid as none of none, and has no levels of plain arms', () => {
    const plan = factorialPlan();
    const nothing = summarise({
      plan,
      verdicts: makeVerdicts(
        plan,
        plan.trials.map(({ arm }) => (arm.endsWith('copy') ? makeRun('inconclusive') : makeRun('held'))),
      ),
      campaign: 'c',
      scenarioSha256: 's',
      state: 'complete',
    });
    expect(nothing.marginals[1]).toEqual({ factor: 'clone', level: 'copy', cells: 1, k: 0, n: 0 });
    const plain = makePlan(['a', 'b'], 2);
    expect(
      summarise({ plan: plain, verdicts: new Map(), campaign: 'c', scenarioSha256: 's', state: 'running' })
        .marginals,
    ).toEqual([]);
    expect(marginalsOf([])).toEqual([]);
  });

  it('is the same bytes from the plan in memory and from the plan on disk', () => {
    const plan = factorialPlan();
    expect(renderSummary(summaryOf(parsePlan(formatPlan(plan))))).toBe(renderSummary(summaryOf(plan)));
  });
});
