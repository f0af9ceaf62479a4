import { expect, it } from 'vitest';
import { doseNotes } from '../../src/report/dose-notes.js';
import type { FinishedTrial } from '../../src/report/note-groups.js';
import type { Dose } from '../../src/verdict/verdict.js';

const MiB = 1024 ** 2;
const met: Dose = {
  index: 0,
  injector: 'memory',
  unit: 'bytes',
  target: 100 * MiB,
  achieved: 100 * MiB,
  met: true,
  reason: null,
  lateMs: 0,
  fromMs: 0,
  toMs: 1,
  stress: null,
};

function trialWith(...dose: readonly Dose[]): FinishedTrial {
  return { runs: [{ dose }] } as unknown as FinishedTrial;
}

it('says what was asked of each injector, how often it was met and how far off it was at worst', () => {
  const cpu: Dose = { ...met, index: 1, injector: 'cpu', unit: 'millicores', target: 500, achieved: 495 };
  expect(
    doseNotes([
      trialWith(met, cpu),
      trialWith({ ...met, target: 60 * MiB, achieved: 60.6 * MiB }, { ...cpu, met: false, achieved: 100 }),
    ]),
  ).toEqual([
    'cpu: asked 50 % of a core, met in 1 of 2 doses, at worst 1 % off.',
    'memory: asked 60 MiB to 100 MiB, met in 2 of 2 doses, at worst 1 % off.',
  ]);
});

it('leaves out what was not due and what was to be nothing', () => {
  expect(doseNotes([trialWith({ ...met, met: null }, { ...met, target: 0 })])).toEqual([]);
});
