// A campaign whose deploys cannot work stops by itself, unless it is told to go on.
import { expect, test } from 'vitest';
import { runCampaign, type CampaignRequest } from '../../src/campaign/run-campaign.js';
import { stateOf } from '../../src/statistics/render-summary.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { Verdict } from '../../src/verdict/verdict.js';
import { makeCause, makePlan, makeRun } from '../statistics/made-campaign.js';

const plan = makePlan(['only'], 6);
const refused = makeRun('never-applied', {
  cause: makeCause({ kind: 'deployer-error', detail: 'no such image', task: null }),
});

/** Trials that end as `ends` says, one at a time; gives the ids of those that were launched. */
async function launched(
  ends: (trial: string) => Verdict['runs'][number],
  more: Partial<CampaignRequest> = {},
): Promise<readonly string[]> {
  const begun: string[] = [];
  const trials = { run: () => Promise.resolve(), close: () => Promise.resolve() };
  const log = {
    append: () => undefined,
    console: () => undefined,
    conceal: () => undefined,
    close: () => undefined,
    lost: new AbortController().signal,
  };
  const request: CampaignRequest = {
    plan,
    jobs: 1,
    budgetMs: null,
    finished: new Map(),
    lost: new Map(),
    ports: {
      trials,
      openLog: () => log,
      setAside: () => undefined,
      saveVerdict: () => undefined,
      judge: (trial) => ({
        format: 1,
        trial,
        arm: 'only',
        end: 'completed',
        engine: 'e1',
        runs: [ends(trial)],
      }),
      saveSummary: (verdicts, state) =>
        summarise({
          plan,
          verdicts,
          campaign: 'c',
          scenarioSha256: 's',
          state: state === 'running' ? state : stateOf(plan, verdicts),
        }),
    },
    onEvent: (event) => {
      if (event.kind === 'begin') begun.push(event.trial.id);
    },
    ...more,
  };
  await runCampaign(request, new AbortController().signal);
  return begun;
}

test('nothing is launched after two trials that were refused in the same words', async () => {
  expect(await launched(() => refused)).toEqual(['001', '002']);
});

test('everything is launched where the user says so, or where a trial held', async () => {
  expect(await launched(() => refused, { keepGoing: true })).toHaveLength(6);
  expect(await launched((trial) => (trial === '002' ? makeRun('held') : refused))).toHaveLength(6);
});

test('a campaign that is resumed remembers the trials that were refused before', async () => {
  const verdict = (trial: string): Verdict => ({
    format: 1,
    trial,
    arm: 'only',
    end: 'completed',
    engine: 'e1',
    runs: [refused],
  });
  const finished = new Map(['001', '002'].map((id) => [id, verdict(id)]));
  expect(await launched(() => refused, { finished })).toEqual([]);
  expect(await launched(() => refused, { finished, keepGoing: true })).toEqual(['003', '004', '005', '006']);
});
