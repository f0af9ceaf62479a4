import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { storyOf } from '../../src/verdict/story.js';
import { timesOf } from '../../src/verdict/times.js';
import { B, H, app, headStamp, journal, trialSpec, type Journal } from './constructed-journal.js';

const timesIn = (j: Journal): Readonly<Record<string, number>> =>
  timesOf(j.lines, 'r1', storyOf(j.lines, present(trialSpec().runs[0], 'run'), app, true));

describe('times', () => {
  it(
    'are those of each phase, both deploys, the base until it stood, and the update until swarm had ' +
      'decided',
    () => {
      const j = journal()
        .phase('engine', 'begin')
        .at(400)
        .phase('engine', 'end')
        .base()
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .at(4100)
        .spec(H, B, null)
        .at(4600)
        .deploy('upgrade', 'end')
        .at(4700)
        .spec(H, B, { state: 'updating' })
        .at(5000)
        .serves('h1')
        .stopped('b1')
        .completed(12_000)
        .end(headStamp);
      expect(timesIn(j)).toEqual({
        engineMs: 400,
        baseDeployMs: 0,
        upgradeDeployMs: 600,
        baseConvergedMs: 2000,
        updateDecidedMs: 7900,
        collectMs: 0,
        destroyMs: 0,
      });
    },
  );

  it('take no state of the base for the end of the update', () => {
    const j = journal()
      .base()
      .at(3500)
      .spec(B, null, { state: 'completed' })
      .upgrade()
      .updating()
      .completed(9000);
    expect(timesIn(j)['updateDecidedMs']).toBe(5000);
  });

  it.each(['paused', 'rollback_completed', 'rollback_paused', 'completed'])(
    'end an update with %s',
    (state) => {
      expect(
        timesIn(journal().base().upgrade().updating().at(9000).spec(H, B, { state }))['updateDecidedMs'],
      ).toBe(5000);
    },
  );

  it('have none of what was not seen to end, and none of a probe beyond its phases', () => {
    expect(Object.keys(timesIn(journal().base().upgrade().updating()))).toEqual([
      'baseDeployMs',
      'upgradeDeployMs',
      'baseConvergedMs',
    ]);
    expect(Object.keys(timesOf(journal().phase('tree', 'begin').lines, 'r1', null))).toEqual([]);
  });

  it('of an update that was decided before its head was seen are not told', () => {
    expect(
      timesIn(journal().base(B).at(3500).spec(B, null, { state: 'completed' }).upgrade().updating())[
        'updateDecidedMs'
      ],
    ).toBeUndefined();
  });
});
