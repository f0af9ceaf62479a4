// The table of kills says what was found, and nothing better.
import { expect, it } from 'vitest';
import type { KilledCampaign } from './one-kill.js';
import { problemsOf, tableOf } from './table.js';

function killed(part: Partial<KilledCampaign>): KilledCampaign {
  return {
    kill: { index: 7, ground: 'socket', victims: 'both', at: 0.5, thenMs: 0, isPatient: false },
    phase: 'base',
    finished: 1,
    problems: [],
    ...part,
  };
}

it('counts by ground and victims, and a campaign with one problem is not as it should be', () => {
  const [, , ...rows] = tableOf([
    killed({}),
    killed({ phase: 'observe', problems: ['after clean: process 1'] }),
    killed({ kill: { ...killed({}).kill, ground: 'private', victims: 'lab' } }),
  ]);
  expect(rows).toEqual([
    '| private engines | lab | 1 | base 1 | 1 | 1 of 1 |',
    '| an existing engine, by its socket | both | 2 | base 1, observe 1 | 2 | 1 of 2 |',
  ]);
  expect(problemsOf(killed({ problems: ['after clean: process 1'] }))).toEqual([
    'kill 7 (socket, both, base): after clean: process 1',
  ]);
});
