import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import { otherAbra } from '../../src/report/abra-notes.js';
import { reportModel } from '../../src/report/report-model.js';
import { told } from '../../src/report/told.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun, makeVerdicts, rolledBack, settings } from '../statistics/made-campaign.js';

const load = [{ injector: 'memory', args: {} }] as unknown as typeof settings.load;
const binary = { path: '/usr/bin/abra', sha256: 'a'.repeat(64), version: '0.13.0-beta' };

/** Cells of deployer × load, in the order in which the trials go round. */
const cells = [
  ['stack', 'calm'],
  ['abra', 'calm'],
  ['stack', 'short'],
  ['abra', 'short'],
] as const;

function exonerating(each: number): Plan {
  const plan = makePlan(
    cells.map((cell) => cell.join('+')),
    each,
  );
  const arms = cells.map(([deployer, level]) => ({
    name: `${deployer}+${level}`,
    factors: { deployer, load: level },
    settings: { ...settings, deployer, load: level === 'short' ? load : [] },
  }));
  return { ...plan, arms };
}

function notes(plan: Plan, runs: readonly (RunVerdict | null)[]): readonly string[] {
  const verdicts = makeVerdicts(plan, runs);
  const summary = summarise({ plan, verdicts, campaign: 'c', scenarioSha256: 'abc', state: 'complete' });
  const provenance = {
    driftlab: { version: '0.1.0', commit: null },
    host: { kernel: 'k', cores: 2, memoryBytes: 1, cgroupVersion: 1 },
    tools: { engine: null, abra: null },
  } as const;
  const model = reportModel({ plan, summary, verdicts, provenance, question: '', campaign: 'latest' });
  return told(model)
    .notes.filter(({ label }) => label === 'Not')
    .map(({ text }) => text);
}

const held = makeRun('held');

describe('drift with abra and without it', () => {
  it('is told in counts of arms that differ by deployer alone', () => {
    const runs = [held, held, rolledBack, rolledBack, held, held, held, rolledBack];
    expect(notes(exonerating(2), runs)).toContain(
      'abra: load=short drifted in 1 of 2 by stack and in 2 of 2 by abra.',
    );
  });

  it('clears nobody when only one of the two drifted, or one has no valid trial', () => {
    const about = (runs: readonly (RunVerdict | null)[]): readonly string[] =>
      notes(exonerating(1), runs).filter((text) => text.startsWith('abra:'));
    expect(about([held, held, rolledBack, held])).toEqual([]);
    expect(about([held, held, held, rolledBack])).toEqual([]);
    expect(about([held, held, rolledBack, makeRun('inconclusive')])).toEqual([]);
    expect(about([held, held, rolledBack, null])).toEqual([]);
  });

  it('is not told of arms that differ in more than the deployer', () => {
    const plan = exonerating(1);
    const arms = plan.arms.map((arm) =>
      arm.settings.deployer === 'abra'
        ? { ...arm, settings: { ...arm.settings, overlays: ['overlays/stop-first.yml'] } }
        : arm,
    );
    expect(
      notes({ ...plan, arms }, [held, held, rolledBack, rolledBack]).filter((text) =>
        text.startsWith('abra:'),
      ),
    ).toEqual([]);
  });
});

describe('an abra that changed', () => {
  it('is told of trials of one campaign, and of the campaign before', () => {
    const other = { ...binary, sha256: 'b'.repeat(64) };
    const ofTrials = new Map([
      ['001', binary],
      ['002', other],
      ['003', other],
    ]);
    expect(
      otherAbra({ ofTrials, own: binary, before: { campaign: '20260101T000000Z-x-1', abra: other } }),
    ).toEqual([
      'the trials were not all deployed by the same abra: 1 trial from 001 on by 0.13.0-beta at ' +
        '/usr/bin/abra (SHA-256 aaaaaaaaaaaa); 2 trials from 002 on by 0.13.0-beta at /usr/bin/abra ' +
        '(SHA-256 bbbbbbbbbbbb).',
      'abra is not that of 20260101T000000Z-x-1: SHA-256 bbbbbbbbbbbb there, aaaaaaaaaaaa here.',
    ]);
  });

  it('is not told where it did not, or where none deployed', () => {
    expect(
      otherAbra({
        ofTrials: new Map([
          ['001', binary],
          ['002', { ...binary }],
        ]),
        own: binary,
        before: { campaign: 'x', abra: { ...binary } },
      }),
    ).toEqual([]);
    expect(otherAbra({ ofTrials: new Map(), own: null, before: null })).toEqual([]);
  });
});
