// Where the load alone parts what held from what did not.
import { describe, expect, it } from 'vitest';
import { told } from '../../src/report/told.js';
import type { Dose } from '../../src/verdict/verdict.js';
import { makePlan, makeRun } from '../statistics/made-campaign.js';
import { madeModel } from './made-report.js';

const mib = 1024 ** 2;

function loadNotes(trials: readonly (readonly [outcome: 'held' | 'rolled-back', mib: number | null])[]) {
  const runs = trials.map(([outcome, amount]) => {
    const dose: Dose = {
      index: 0,
      injector: 'memory',
      unit: 'bytes',
      target: (amount ?? 100) * mib,
      achieved: amount === null ? null : amount * mib,
      met: amount === null ? null : true,
      fromMs: 0,
      toMs: 1000,
      reason: null,
      lateMs: null,
      stress: null,
    };
    return makeRun(outcome, { dose: [dose] });
  });
  return told(madeModel(makePlan(['app'], trials.length), runs))
    .notes.filter(({ label, text }) => label === 'Load' && text.includes('drawn'))
    .map(({ text }) => text);
}

const low = [
  ['held', 60],
  ['held', 98],
  ['held', 80],
] as const;
const high = [
  ['rolled-back', 140],
  ['rolled-back', 108],
  ['rolled-back', 120],
] as const;

describe('the edge of a load', () => {
  it('is told where every trial below it held and every one above it did not', () => {
    expect(loadNotes([...low, ...high])).toEqual([
      'app: all 3 trials at 98 MiB or less held, all 3 at 108 MiB or more did not: its rate is one of the loads ' +
        'that were drawn.',
    ]);
  });

  it.each([
    ['one trial is on the other side', [...low, ...high, ['held', 110]]],
    ['one side has but two trials', [...low, ...high.slice(1)]],
    ['a dose was not measured', [...low, ...high, ['held', null]]],
  ] as const)('is not told where %s', (_, trials) => {
    expect(loadNotes(trials)).toEqual([]);
  });
});
