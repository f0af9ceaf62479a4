// Trials that are lost and made again, with a laboratory and a folder of the test's own.
import { describe, expect, it } from 'vitest';
import { runCampaign, type CampaignEvent, type CampaignPorts } from '../../src/campaign/run-campaign.js';
import type { Plan } from '../../src/plan/plan.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { CampaignSummary } from '../../src/statistics/summary.js';
import type { Invalidity, RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun } from '../statistics/made-campaign.js';

const held = makeRun('held');
const invalid = (kind: Invalidity): RunVerdict =>
  makeRun('inconclusive', { invalid: kind, reason: `${kind}.` });
const verdictOf = (plan: Plan, id: string, runs: readonly RunVerdict[]): Verdict => ({
  format: 1,
  trial: id,
  arm: plan.trials.find((trial) => trial.id === id)?.arm ?? '',
  end: 'completed',
  runs,
});

interface Made {
  readonly summary: CampaignSummary;
  /** What was done, in order: `run 001`, `keep 001.1`, …. */
  readonly done: readonly string[];
  readonly events: readonly CampaignEvent['kind'][];
}

/** Runs `plan` one trial at a time; `shows` is what each attempt at a trial shows, the last one for ever. */
async function campaign(
  plan: Plan,
  shows: (id: string) => readonly (readonly RunVerdict[])[],
  before: Pick<Parameters<typeof runCampaign>[0], 'finished' | 'lost' | 'keepGoing'> = {
    finished: new Map(),
    lost: new Map(),
  },
): Promise<Made> {
  const done: string[] = [];
  const events: CampaignEvent['kind'][] = [];
  const attempts = new Map<string, number>();
  const kept = new Map(before.lost);
  const current = new Map(before.finished);
  const ports: CampaignPorts = {
    trials: {
      run: async ({ spec }) => {
        done.push(`run ${spec.id}`);
        attempts.set(spec.id, (attempts.get(spec.id) ?? 0) + 1);
        return Promise.resolve();
      },
      close: async () => Promise.resolve(),
    },
    openLog: () => ({
      append: () => undefined,
      console: () => undefined,
      conceal: () => undefined,
      close: () => undefined,
      lost: new AbortController().signal,
    }),
    judge: (id) => {
      const all = shows(id);
      return verdictOf(plan, id, all[Math.min(attempts.get(id) ?? 1, all.length) - 1] ?? [held]);
    },
    saveVerdict: (verdict) => {
      current.set(verdict.trial, verdict);
    },
    setAside: (id, attempt) => {
      done.push(`keep ${id}.${String(attempt)}`);
      const verdict = current.get(id);
      if (verdict === undefined) throw new Error(`${id} has no verdict to be kept`);
      kept.set(id, [...(kept.get(id) ?? []), verdict]);
      current.delete(id);
    },
    saveSummary: (verdicts, state) =>
      summarise({ plan, verdicts, lost: kept, campaign: 'c', scenarioSha256: 's', state }),
  };
  const summary = await runCampaign(
    {
      plan,
      jobs: 1,
      budgetMs: null,
      ports,
      ...before,
      onEvent: ({ kind }) => {
        events.push(kind);
      },
    },
    new AbortController().signal,
  );
  return { summary, done, events };
}

describe('a lost trial', () => {
  it.each(['lab', 'evidence', 'load'] as const)(
    'is made again at once in its place when its %s failed it',
    async (kind) => {
      const { summary, done, events } = await campaign(makePlan(['a'], 2), (id) =>
        id === '001' ? [[invalid(kind)], [held]] : [[held]],
      );
      expect(done).toEqual(['run 001', 'keep 001.1', 'run 001', 'run 002']);
      expect(events).toEqual(['begin', 'lost', 'begin', 'end', 'begin', 'end']);
      expect(summary.arms[0]).toMatchObject({ sequence: 'hh', event: { k: 0, n: 2 } });
      expect(summary.reruns).toEqual([{ trial: '001', attempt: '001.1', reason: kind }]);
    },
  );

  it('is made again twice at most, and counts by its last attempt', async () => {
    const { summary, done } = await campaign(makePlan(['a'], 1), () => [
      [invalid('lab')],
      [invalid('load')],
      [invalid('lab')],
      [held],
    ]);
    expect(done).toEqual(['run 001', 'keep 001.1', 'run 001', 'keep 001.2', 'run 001']);
    expect(summary).toMatchObject({ state: 'complete', arms: [{ sequence: '?' }] });
  });

  it('is not one whose silence may come of how the upgrade ended', async () => {
    for (const run of [
      invalid('unclear'),
      makeRun('inconclusive', { invalid: null }),
      makeRun('inconclusive'),
      makeRun('base-failed', { invalid: null }),
    ]) {
      expect((await campaign(makePlan(['a'], 1), () => [[run], [held]])).done).toEqual(['run 001']);
    }
  });

  it(
    'is made again whatever its other runs showed, since only those that held or only those that ' +
      'failed would bend the rate',
    async () => {
      for (const other of [held, makeRun('rolled-back')]) {
        expect(
          (
            await campaign(makePlan(['a'], 1, [], 2), () => [
              [invalid('lab'), other],
              [held, held],
            ])
          ).summary.arms[0]?.sequence,
        ).toBe('h');
      }
    },
  );

  it(
    'is made again when the campaign is resumed, whatever attempts were lost before, and as often as ' +
      'at first',
    async () => {
      const plan = makePlan(['a'], 3);
      const [lost, other] = [
        verdictOf(plan, '001', [invalid('lab')]),
        verdictOf(plan, '003', [invalid('lab')]),
      ];
      const finished = new Map([
        ['001', lost],
        ['002', verdictOf(plan, '002', [held])],
        ['003', other],
      ]);
      const before = new Map([['003', [other, other]]]);
      const { done, summary } = await campaign(
        plan,
        (id) => (id === '003' ? [[invalid('load')], [invalid('load')], [invalid('load')], [held]] : [[held]]),
        { finished, lost: before },
      );
      expect(done).toEqual([
        'keep 001.1',
        'keep 003.3',
        'run 001',
        'run 003',
        'keep 003.4',
        'run 003',
        'keep 003.5',
        'run 003',
      ]);
      expect(summary.arms[0]?.sequence).toBe('hh?');
      expect(summary.reruns.map(({ attempt }) => attempt)).toEqual([
        '001.1',
        '003.1',
        '003.2',
        '003.3',
        '003.4',
        '003.5',
      ]);
    },
  );

  it('ends the campaign where such launches are more than a fifth, and a resumed one weighs only its own', async () => {
    const plan = makePlan(['a'], 10);
    const first = await campaign(plan, () => [[invalid('load')]]);
    expect(first.done.filter((one) => one.startsWith('run'))).toEqual([
      'run 001',
      'run 001',
      'run 001',
      'run 002',
      'run 002',
      'run 002',
    ]);
    expect(first.summary).toMatchObject({
      state: 'interrupted',
      halted: '6 of 6 launches showed nothing, more than a fifth',
      answer: { cannotTell: true },
    });
    const [finished, lost] = [
      new Map(['001', '002'].map((id) => [id, verdictOf(plan, id, [invalid('load')])])),
      new Map(['001', '002'].map((id) => [id, [1, 2].map(() => verdictOf(plan, id, [invalid('load')]))])),
    ];
    const second = await campaign(plan, () => [[held]], { finished, lost });
    expect(second.summary).toMatchObject({
      state: 'complete',
      halted: null,
      arms: [{ sequence: 'hhhhhhhhhh' }],
    });
  });
});

describe('three launches in a row that the lab lost', () => {
  it('end the campaign with the reason, and whoever resumes it has three of his own', async () => {
    const plan = makePlan(['a'], 10);
    const first = await campaign(plan, (id) => (id === '001' ? [[held]] : [[invalid('lab')]]));
    expect(first.done.filter((one) => one.startsWith('run'))).toEqual([
      'run 001',
      'run 002',
      'run 002',
      'run 002',
    ]);
    expect(first.summary).toMatchObject({
      state: 'interrupted',
      halted: 'the lab lost 3 launches in a row, the last because lab',
      answer: { cannotTell: true },
    });
    const loss = verdictOf(plan, '002', [invalid('lab')]);
    const again = {
      finished: new Map([
        ['001', verdictOf(plan, '001', [held])],
        ['002', loss],
      ]),
      lost: new Map([['002', [loss, loss]]]),
    };
    expect((await campaign(plan, () => [[held]], again)).summary).toMatchObject({
      state: 'complete',
      halted: null,
    });
    const second = await campaign(plan, () => [[invalid('lab')]], again);
    expect(second.done.filter((one) => one.startsWith('run'))).toEqual(['run 002', 'run 002', 'run 002']);
  });

  it('are not two, nor three with one between that shows something or fails otherwise', async () => {
    for (const between of [[held], [invalid('load')], [invalid('unclear')]]) {
      const { summary } = await campaign(makePlan(['a'], 5), (id) =>
        id === '001' || id === '003' ? [[invalid('lab')], [invalid('lab')], between] : [[held]],
      );
      expect(summary.halted ?? '').not.toContain('in a row');
    }
  });

  it('are run through where the user says so', async () => {
    const { done } = await campaign(makePlan(['a'], 2), () => [[invalid('lab')]], {
      finished: new Map(),
      lost: new Map(),
      keepGoing: true,
    });
    expect(done.filter((one) => one.startsWith('run'))).toHaveLength(6);
  });
});
