// From services to a run: one that did not hold keeps the run from having held, where it counts.
import { describe, expect, it } from 'vitest';
import type { DeployLine } from '../../src/evidence/timeline.js';
import type { Finding } from '../../src/verdict/story.js';
import type { Outcome } from '../../src/verdict/verdict.js';
import { wholeRun, type Judged } from '../../src/verdict/whole-run.js';
import { makeCause } from '../statistics/made-campaign.js';
import { journal } from './constructed-journal.js';

const found = (outcome: Outcome, more: Partial<Finding> = {}): Finding => ({
  outcome,
  reason: `it ${outcome}`,
  cause: null,
  ...more,
});
const service = (name: string, finding: Finding, more: Partial<Judged> = {}): Judged => ({
  service: name,
  counted: true,
  failedDeploy: null,
  finding,
  ...more,
});
const failed = journal()
  .deploy('upgrade', 'end', { exitCode: 7, failure: 'no such network' })
  .lines.at(-1) as DeployLine;

describe('a run', () => {
  it('is what its one service is', () => {
    for (const outcome of ['held', 'no-op', 'rolled-back', 'inconclusive'] as const)
      expect(wholeRun([service('app', found(outcome))])).toEqual(found(outcome));
    expect(wholeRun([])).toMatchObject({ outcome: 'inconclusive' });
  });

  it('whose own service did not hold is told by that one, whatever the others did', () => {
    expect(wholeRun([service('app', found('rolled-back')), service('db', found('failed-later'))])).toEqual(
      found('rolled-back'),
    );
  });

  it('is mixed where another that counts did not hold, with its cause and how it escaped', () => {
    const cause = makeCause();
    const run = wholeRun([
      service('app', found('held')),
      service('cache', found('held')),
      service('db', found('failed-later', { cause, failedLater: 'tolerated' })),
    ]);
    expect(run).toEqual({
      outcome: 'mixed',
      cause,
      failedLater: 'tolerated',
      reason: 'it held; but db, which counts too, ended failed-later: it failed-later',
    });
    expect(
      wholeRun([service('app', found('held')), service('db', found('paused', { cause }))]),
    ).toStrictEqual({
      outcome: 'mixed',
      cause,
      reason: 'it held; but db, which counts too, ended paused: it paused',
    });
  });

  it('is not told by one that does not count', () => {
    expect(
      wholeRun([service('app', found('held')), service('db', found('failed-later'), { counted: false })]),
    ).toEqual(found('held'));
    expect(
      wholeRun([service('app', found('held')), service('db', found('inconclusive'), { counted: false })]),
    ).toEqual(found('held'));
  });

  it('cannot be called good while one that counts could not be judged; one that fell is known all the same', () => {
    const unknown = service('db', found('inconclusive'));
    expect(wholeRun([service('app', found('held')), unknown])).toEqual({
      outcome: 'inconclusive',
      cause: null,
      reason: 'of db, which counts too: it inconclusive',
    });
    expect(wholeRun([service('app', found('held')), unknown, service('web', found('paused'))])).toMatchObject(
      { outcome: 'mixed' },
    );
  });

  it("whose deploy died half-way is mixed, by the deployer's fault", () => {
    expect(wholeRun([service('app', found('held'), { failedDeploy: failed })])).toMatchObject({
      outcome: 'mixed',
      cause: { kind: 'deployer-error', detail: 'no such network', exitCode: 7, evidence: [1] },
      reason: 'it held; but the deploy ended with exit code 7 before it was through: no such network',
    });
    expect(wholeRun([service('app', found('rolled-back'), { failedDeploy: failed })])).toEqual(
      found('rolled-back'),
    );
  });

  it('held where the head changes only other services, and those held', () => {
    expect(
      wholeRun([service('app', found('no-op')), service('db', found('held')), service('web', found('held'))]),
    ).toEqual(found('held', { reason: 'it no-op; db, web, which the head changes, held' }));
    expect(wholeRun([service('app', found('no-op')), service('db', found('no-op'))])).toEqual(found('no-op'));
    expect(
      wholeRun([service('app', found('no-op')), service('db', found('held'), { counted: false })]),
    ).toEqual(found('no-op'));
  });
});
