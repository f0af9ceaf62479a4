// Runs a plan: trials in launch order on engines side by side, each judged and saved as soon as it is over.
import pLimit from 'p-limit';
import type { Phase } from '../evidence/fact.js';
import { trialSpec } from '../plan/trial-spec.js';
import type { Plan, PlannedTrial } from '../plan/plan.js';
import { present } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import { stateOf } from '../statistics/render-summary.js';
import { decisionOf } from '../statistics/stop/decision.js';
import { refusedDeploys } from '../statistics/stop/refused.js';
import { nextTrial } from '../statistics/stop/next-trial.js';
import type { CampaignSummary } from '../statistics/summary.js';
import { resultsById } from '../statistics/trial-result.js';
import type { TrialRequest } from '../trial/run-trial.js';
import type { TrialLog } from '../trial/ports.js';
import type { Verdict } from '../verdict/verdict.js';

/** Where trials come from. */
export interface TrialSource {
  /** Runs one trial; what it was is in its log when this resolves. */
  readonly run: (request: Pick<TrialRequest, 'spec' | 'log' | 'onPhase'>, signal: AbortSignal) => Promise<void>;
  /** Ends whatever trials ran on. */
  readonly close: () => Promise<void>;
}

/** Where a campaign's trials come from, and where its results go. */
export interface CampaignPorts {
  readonly trials: TrialSource;
  readonly openLog: (id: string) => TrialLog;
  /** The verdict from the evidence as it was saved, and from nothing else; null when there is none. */
  readonly judge: (id: string) => Verdict | null;
  readonly saveVerdict: (verdict: Verdict) => void;
  /** Works the summary out from the verdicts so far and saves it. */
  readonly saveSummary: (verdicts: ReadonlyMap<string, Verdict>, state: CampaignSummary['state']) => CampaignSummary;
}

export type CampaignEvent =
  | { readonly kind: 'begin'; readonly trial: PlannedTrial }
  | { readonly kind: 'phase'; readonly trial: PlannedTrial; readonly phase: Phase }
  | { readonly kind: 'end'; readonly trial: PlannedTrial; readonly verdict: Verdict };

export interface CampaignRequest {
  readonly plan: Plan;
  /** Trials at the same time, each on an engine of its own. */
  readonly jobs: number;
  /** No trial is launched after this many milliseconds; null without a limit. */
  readonly budgetMs: number | null;
  readonly ports: CampaignPorts;
  /** Verdicts of trials that need not run again. */
  readonly finished: ReadonlyMap<string, Verdict>;
  /** True to run the rest although an arm's deploys cannot work. */
  readonly keepGoing?: boolean;
  readonly onEvent: (event: CampaignEvent) => void;
}

/** How often at most the summary is rewritten while trials run. */
const summaryEveryMs = 1000;

/**
 * Runs every trial of the plan that has no verdict yet, or until the plan's stop rule has decided or an arm's deploys are seen to be such as
 * cannot work, and returns the summary. When the
 * signal aborts, running trials end as aborted and leave no verdict; what was finished is kept, and the state is `interrupted`. An
 * error that no trial should let out ends the rest in the same way, and is thrown once nothing runs any more.
 */
export async function runCampaign(request: CampaignRequest, signal: AbortSignal): Promise<CampaignSummary> {
  const { plan, ports, jobs } = request;
  const verdicts = new Map(request.finished);
  const decided = new AbortController();
  const broken = new AbortController();
  const ending = AbortSignal.any([signal, decided.signal, broken.signal]);
  const startedMs = performance.now();
  const limit = pLimit(jobs);
  let savedMs = -summaryEveryMs;
  const outOfBudget = (): boolean => request.budgetMs !== null && performance.now() - startedMs > request.budgetMs;
  const cannotWork = (): boolean => request.keepGoing !== true && refusedDeploys(plan, verdicts) !== null;
  const decide = (): void => {
    if (decisionOf(plan, resultsById(verdicts))?.final === true) decided.abort(new LabError('interrupted', 'the question was answered by earlier trials'));
  };

  const begun = new Set(verdicts.keys());
  const runOne = async (): Promise<void> => {
    const trial = ending.aborted || outOfBudget() || cannotWork() ? null : nextTrial(plan, resultsById(verdicts), begun);
    if (trial === null) return;
    begun.add(trial.id);
    const verdict = await runAndJudge(request, trial, ending);
    if (verdict.end === 'aborted') return;
    verdicts.set(trial.id, verdict);
    ports.saveVerdict(verdict);
    request.onEvent({ kind: 'end', trial, verdict });
    decide();
    if (performance.now() - savedMs < summaryEveryMs) return;
    ports.saveSummary(verdicts, 'running');
    savedMs = performance.now();
  };

  ports.saveSummary(verdicts, 'running');
  decide();
  try {
    const runOrBreak = (): Promise<void> => runOne().catch((error: unknown) => { broken.abort(error); });
    await Promise.all(plan.trials.filter(({ id }) => !verdicts.has(id)).map(() => limit(runOrBreak)));
  } finally {
    await ports.trials.close();
  }
  broken.signal.throwIfAborted();
  return ports.saveSummary(verdicts, stateOf(plan, verdicts));
}

async function runAndJudge(request: CampaignRequest, trial: PlannedTrial, signal: AbortSignal): Promise<Verdict> {
  const { plan, ports, onEvent } = request;
  onEvent({ kind: 'begin', trial });
  const spec = trialSpec(plan, trial.id);
  const onPhase = (phase: Phase): void => { onEvent({ kind: 'phase', trial, phase }); };
  await ports.trials.run({ spec, log: ports.openLog(trial.id), onPhase }, signal);
  return present(ports.judge(trial.id), `evidence of trial ${trial.id}`);
}
