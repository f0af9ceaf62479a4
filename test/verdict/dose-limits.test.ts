// How far a load may be off: up to the limit and not beyond it.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { EvidenceOf } from '../../src/evidence/evidence.js';
import type { DrawnLoad } from '../../src/plan/plan.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { headStamp, journal, trialSpec, type Journal } from './constructed-journal.js';

const load: DrawnLoad = {
  injector: 'memory',
  unit: 'bytes',
  shape: { kind: 'steady' },
  target: 1000,
  during: 'upgrade',
  afterMs: 0,
  forMs: null,
  rampMs: 0,
  band: 0.1,
};
const line = (
  event: EvidenceOf<'load'>['event'],
  achieved: number | null = null,
  note: string | null = null,
) =>
  ({
    kind: 'load',
    index: 0,
    injector: 'memory',
    event,
    unit: 'bytes',
    target: 1000,
    achieved,
    note,
  }) as const;
const open = { kind: 'window', window: 'upgrade', mark: 'open' } as const;
const close = { kind: 'window', window: 'upgrade', mark: 'close' } as const;
const good = (j: Journal): Journal => j.holds();

function judgedWith(amount: number, startMs = 4000): RunVerdict {
  const loaded = journal()
    .base()
    .at(4000)
    .fact(open)
    .at(startMs)
    .fact(line('started'))
    .fact(line('full', amount))
    .upgrade()
    .updating();
  const lines = good(loaded)
    .at(19_000)
    .fact(line('sample', amount))
    .fact(line('ended', 0))
    .fact(close)
    .end(headStamp).lines;
  return present(judge(trialSpec([load]), lines).runs[0], 'run');
}

describe('a dose', () => {
  it.each([900, 1000, 1100])('of %i is within a tenth of 1000', (amount) => {
    expect(judgedWith(amount)).toMatchObject({ outcome: 'held', dose: [{ met: true }] });
  });

  it.each([810, 899, 1101, 1190])('of %i is not', (amount) => {
    expect(judgedWith(amount)).toMatchObject({
      outcome: 'inconclusive',
      dose: [{ met: false, reason: expect.stringContaining('more than 10 % off') as string }],
    });
  });
});

describe('a load for the time of a rollback', () => {
  const during = { ...load, during: 'rollback' } as const;

  it('that died is missed, though swarm never rolled back: it may have been on', () => {
    const lines = good(
      journal()
        .base()
        .fact(line('planned'))
        .upgrade()
        .updating()
        .at(4500)
        .fact(line('died', null, 'killed')),
    ).end(headStamp).lines;
    expect(judge(trialSpec([during]), lines).runs[0]).toMatchObject({
      outcome: 'inconclusive',
      dose: [{ met: false, reason: 'the load died: killed' }],
    });
  });

  it('that waited to the end and was never begun is not due', () => {
    const lines = good(journal().base().fact(line('planned')).upgrade().updating())
      .fact(line('ended', null, 'it was never on'))
      .end(headStamp).lines;
    expect(judge(trialSpec([during]), lines).runs[0]).toMatchObject({
      outcome: 'held',
      dose: [{ met: null, reason: null }],
    });
  });
});
