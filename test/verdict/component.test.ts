import { describe, expect, it } from 'vitest';
import { componentOf } from '../../src/verdict/component.js';
import { causeKinds, outcomes, type CauseKind, type Outcome } from '../../src/verdict/verdict.js';
import { makeCause } from '../statistics/made-campaign.js';

const blamed = (outcome: Outcome, kind: CauseKind): string | null =>
  componentOf(outcome, makeCause({ kind }));

describe('who is answerable', () => {
  it.each(outcomes.filter((outcome) => outcome !== 'inconclusive'))(
    'is nobody when %s has no known cause',
    (outcome) => {
      expect(blamed(outcome, 'unknown')).toBeNull();
    },
  );

  it('is the lab, whatever else was seen, when nothing can be told', () => {
    expect(causeKinds.map((kind) => blamed('inconclusive', kind))).toEqual(causeKinds.map(() => 'lab'));
    expect(componentOf('inconclusive', null)).toBe('lab');
  });

  it('is swarm when the head waited for what its old task still held, whatever the end looks like', () => {
    expect(componentOf('unsettled', makeCause({ kind: 'exit', because: 'held-by-old-task' }))).toBe('swarm');
    expect([
      blamed('paused', 'exit'),
      blamed('never-applied', 'wrong-tree'),
      blamed('never-applied', 'wrong-stamp'),
      blamed('overwritten', 'foreign-write'),
    ]).toEqual(['app', 'tree', 'deployer', 'other-run']);
  });

  it('is nobody when nothing went wrong', () => {
    expect(
      (['held', 'no-op', 'rolled-back', 'base-failed'] as const).map((outcome) => componentOf(outcome, null)),
    ).toEqual([null, null, null, null]);
  });
});
