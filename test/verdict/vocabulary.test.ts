// The words of verdict.json: users match on them, so that none goes or changes unseen.
import { describe, expect, it } from 'vitest';
import { causeKinds, outcomes } from '../../src/verdict/verdict.js';

describe('the words of a verdict', () => {
  it('are these', () => {
    expect(outcomes).toEqual([
      'held',
      'mixed',
      'rolled-back',
      'rollback-failed',
      'paused',
      'never-applied',
      'overwritten',
      'removed',
      'unsettled',
      'failed-later',
      'no-op',
      'base-failed',
      'inconclusive',
    ]);
    expect(causeKinds).toEqual([
      'oom-kill',
      'unhealthy',
      'exit',
      'rejected',
      'image-pull',
      'start-timeout',
      'foreign-write',
      'wrong-tree',
      'wrong-stamp',
      'deployer-error',
      'unknown',
    ]);
  });
});
