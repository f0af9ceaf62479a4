// Deploys that could not work are told from upgrades that failed: by the same words in every trial, and
// nothing else beside.
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/statistics/index.js';
import { refusedDeploys } from '../../src/statistics/stop/refused.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { makeCause, makePlan, makeRun } from './made-campaign.js';

const said =
  "the deployer ended with exit code 1 and put nothing: the scenario's images do not provide a:404, " +
  'which service app of the head wants';
const refused = (detail = said, more: Partial<RunVerdict> = {}): RunVerdict =>
  makeRun('never-applied', { cause: makeCause({ kind: 'deployer-error', detail, task: null }), ...more });
const noBase = refused('no such network', { outcome: 'base-failed' });
const held = makeRun('held');
const lost = makeRun('inconclusive');

/** Verdicts of the first trials of one arm, one run each. */
function after(...runs: readonly (RunVerdict | readonly RunVerdict[])[]): ReadonlyMap<string, Verdict> {
  return new Map(
    runs.map((run, index) => {
      const trial = String(index + 1).padStart(3, '0');
      return [
        trial,
        {
          format: 1,
          trial,
          arm: 'only',
          end: 'completed',
          engine: 'e1',
          runs: [run].flat(),
        } satisfies Verdict,
      ];
    }),
  );
}

const plan = makePlan(['only'], 6);

describe('deploys that cannot work', () => {
  it('are known after two trials that were refused in the same words', () => {
    expect(refusedDeploys(plan, after(refused(), refused()))).toEqual({
      arm: 'only',
      step: 'head',
      said,
      trials: ['001', '002'],
    });
    expect(refusedDeploys(plan, after(noBase, noBase, noBase))).toEqual({
      arm: 'only',
      step: 'base',
      said: 'no such network',
      trials: ['001', '002', '003'],
    });
  });

  it('are known beside trials that were lost', () => {
    expect(refusedDeploys(plan, after(refused(), lost, refused()))?.trials).toEqual(['001', '003']);
  });

  it.each([
    ['one trial alone', after(refused())],
    ['other words the second time', after(refused(), refused('update out of sequence'))],
    ['a base that was refused and a head', after(refused('x'), refused('x', { outcome: 'base-failed' }))],
    ['a trial that held between', after(refused(), held, refused())],
    ['a trial that held first', after(held, refused(), refused())],
    ['a run beside that held', after([refused(), held], [refused(), held])],
    [
      'another cause',
      after(
        refused(said, { cause: makeCause({ kind: 'wrong-tree', detail: said }) }),
        refused(said, { cause: makeCause({ kind: 'wrong-tree', detail: said }) }),
      ),
    ],
    ['trials that were lost', after(lost, lost)],
    ['trials without a run', after([], [])],
    ['trials of which one has no run', after([], refused())],
    ['no trial', after()],
  ])('are not concluded from %s', (_, verdicts) => {
    expect(refusedDeploys(plan, verdicts)).toBeNull();
  });

  it('are looked for in each arm by itself', () => {
    const two = makePlan(['good', 'bad'], 2);
    const verdicts = new Map(
      [...after(held, refused(), held, refused())].map(([id, verdict], index) => [
        id,
        { ...verdict, arm: index % 2 === 0 ? 'good' : 'bad' },
      ]),
    );
    expect(refusedDeploys(two, verdicts)?.arm).toBe('bad');
  });

  it('are no mistake where the scenario expects them', () => {
    for (const expected of [{ outcome: ['never-applied'] }, { cause: ['deployer-error'] }]) {
      expect(
        refusedDeploys(makePlan(['only'], 6, [{ arm: 'only', ...expected }]), after(refused(), refused())),
      ).toBeNull();
    }
    expect(
      refusedDeploys(
        makePlan(['only'], 6, [{ arm: 'only', outcome: ['held'] }]),
        after(refused(), refused()),
      ),
    ).not.toBeNull();
  });

  it('stand in the summary, and leave a campaign without an answer also when all of it was run', () => {
    const summary = summarise({
      plan: makePlan(['only'], 2),
      verdicts: after(refused(), refused()),
      campaign: 'c',
      scenarioSha256: 's',
      state: 'complete',
    });
    expect([summary.refused?.trials, exitCodeOf(summary)]).toEqual([['001', '002'], 2]);
    expect(
      summarise({
        plan: makePlan(['only'], 2),
        verdicts: after(held, held),
        campaign: 'c',
        scenarioSha256: 's',
        state: 'complete',
      }),
    ).not.toHaveProperty('refused');
  });
});
