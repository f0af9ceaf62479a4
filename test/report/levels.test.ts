import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import type { CampaignLevels } from '../../src/report/levels.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun, rolledBack } from '../statistics/made-campaign.js';
import { madeModel, rendered } from './made-report.js';

const held = makeRun('held');
const silent = makeRun('inconclusive');
const levels = (
  runs: readonly (RunVerdict | null)[],
  plan: Plan = makePlan(['a'], runs.length),
): CampaignLevels => madeModel(plan, runs).levels;
const times = (count: number, run: RunVerdict | null): readonly (RunVerdict | null)[] =>
  Array.from({ length: count }, () => run);

describe('the level', () => {
  it('is 2 when every upgrade held, and never more: what is above was not tried', () => {
    expect(levels([held, held])).toMatchObject({
      level: 2,
      stages: { install: 'pass', upgrade: 'pass', backup: 'skip', functional: 'skip', lint: 'skip' },
    });
  });

  it('is 1 when one upgrade did not hold, however many did', () => {
    expect(levels([...times(19, held), rolledBack])).toMatchObject({ level: 1, stages: { upgrade: 'fail' } });
    expect(levels([held, makeRun('failed-later')])).toMatchObject({ level: 1, stages: { upgrade: 'fail' } });
  });

  it('is 0 when the base failed: the upgrade was then never tried', () => {
    const found = levels([makeRun('base-failed'), held]);
    expect(found).toMatchObject({ level: 0, stages: { install: 'fail' } });
    expect(found.trials[0]?.stages).toMatchObject({ install: 'fail', upgrade: 'unverified' });
  });

  it('is not reached by what showed nothing, beyond a fifth of the trials', () => {
    expect(levels([...times(4, held), silent]).level).toBe(2);
    expect(levels([...times(3, held), silent])).toMatchObject({
      level: 0,
      stages: { install: 'unverified', upgrade: 'unverified' },
    });
    expect(levels([silent]).level).toBe(0);
  });

  it('is not reached by a campaign of which trials are missing, though few', () => {
    expect(levels([...times(9, held), null])).toMatchObject({ level: 0, stages: { upgrade: 'unverified' } });
    expect(levels([rolledBack, null]).stages.upgrade).toBe('fail');
  });

  it('is 1 where the head changed nothing: there was no upgrade to pass', () => {
    expect(levels([makeRun('no-op'), makeRun('no-op')])).toMatchObject({
      level: 1,
      stages: { install: 'pass', upgrade: 'skip' },
    });
  });

  it('is nothing for probes of the stamp, which install nothing', () => {
    const plan = makePlan(['a'], 2);
    const probing = {
      ...plan,
      arms: plan.arms.map((arm) => ({ ...arm, settings: { ...arm.settings, stopAt: 'stamp' as const } })),
    };
    expect(levels([held, held], probing)).toMatchObject({
      level: 0,
      stages: { install: 'skip', upgrade: 'skip' },
    });
  });

  it("of a campaign is its worst arm's", () => {
    const found = levels([rolledBack, held], makePlan(['start-first', 'stop-first'], 1));
    expect(found.arms.map(({ name, level }) => [name, level])).toEqual([
      ['start-first', 1],
      ['stop-first', 2],
    ]);
    expect(found.level).toBe(1);
  });
});

describe('the report as levels', () => {
  it('has level and stages of campaign, arms and trials, with the rate that says how sure that is', () => {
    const model = madeModel(makePlan(['start-first', 'stop-first'], 1), [rolledBack, held]);
    expect(JSON.parse(rendered('levels', model))).toMatchObject({
      format: 1,
      scenario: { name: 'discourse-upgrade' },
      state: 'complete',
      level: 1,
      stages: { install: 'pass', upgrade: 'fail' },
      arms: [
        { name: 'start-first', level: 1, event: { k: 1, n: 1 } },
        { name: 'stop-first', level: 2, trials: { valid: 1 }, event: { k: 0, n: 1, low: 0 } },
      ],
      trials: [{ trial: '001', level: 1, outcome: 'rolled-back', cause: 'oom-kill' }, { trial: '002' }],
    });
  });
});
