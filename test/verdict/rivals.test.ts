// Two runs on one stack, of which one's own write was never seen: what stands there is the other's, and not
// nothing.
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { present } from '../../src/base/assert.js';
import { X, baseStamp, journal, stack, trialSpec, type Journal } from './constructed-journal.js';

const runs = ['r1', 'r2'].map((run) => ({ run, stack, domain: 'a.test', startAfterMs: 0 }));
const first = (j: Journal): RunVerdict => present(judge(trialSpec([], runs), j.lines).runs[0], 'run');

/** The first run deploys and is told that all is well; the other deploys in the meantime. */
const beside = (act: (journal: Journal) => Journal): Journal =>
  act(
    journal()
      .base()
      .at(4000)
      .tree('upgrade', '7ae7b0f7+U')
      .deploy('upgrade', 'begin')
      .at(4100)
      .tree('upgrade', X.stamp ?? '', X.stamp ?? '', 'r2')
      .deploy('upgrade', 'begin', { run: 'r2' }),
  );

describe('a run whose own write was not seen', () => {
  it("did not put nothing where another run's write stands: who wrote last is what is known", () => {
    const written = beside((j) =>
      j.at(4200).spec(X, X).deploy('upgrade', 'end', { run: 'r2', stamp: X.stamp }).deploy('upgrade', 'end'),
    ).end(X.stamp);
    expect(first(written)).toMatchObject({
      outcome: 'overwritten',
      component: 'other-run',
      cause: { kind: 'foreign-write' },
    });
  });

  it('put nothing where the service stands as before, though another run was there', () => {
    const untouched = beside((j) =>
      j
        .at(4200)
        .deploy('upgrade', 'end', { run: 'r2', exitCode: 1, stamp: null, failure: 'refused' })
        .deploy('upgrade', 'end'),
    ).end(baseStamp);
    expect(first(untouched)).toMatchObject({
      outcome: 'never-applied',
      drift: true,
      cause: { kind: 'unknown' },
    });
  });
});
