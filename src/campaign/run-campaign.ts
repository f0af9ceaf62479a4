// Runs a plan: trials in launch order on engines side by side, each judged and saved as soon as it is over.
import pLimit from 'p-limit';
import type { OwnMoment, Phase } from '../evidence/fact.js';
import { trialSpec } from '../plan/trial-spec.js';
import type { Plan, PlannedTrial } from '../plan/plan.js';
import { present } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import { stateOf } from '../statistics/render-summary.js';
import { decisionOf } from '../statistics/stop/decision.js';
import { haltOf } from '../statistics/stop/halt.js';
import { lostInARow } from '../statistics/stop/lost-in-a-row.js';
import { refusedDeploys } from '../statistics/stop/refused.js';
import { nextTrial } from '../statistics/stop/next-trial.js';
import type { CampaignSummary } from '../statistics/summary.js';
import { isLost, resultsById, type LostAttempts, type TrialResult } from '../statistics/trial-result.js';
import type { TrialRequest } from '../trial/run-trial.js';
import type { TrialLog } from '../trial/ports.js';
import type { Verdict } from '../verdict/verdict.js';

/** Where trials come from. */
export interface TrialSource {
  /** Runs one trial; what it was is in its log when this resolves. */
  readonly run: (
    request: Pick<TrialRequest, 'spec' | 'log' | 'onPhase'>,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Ends whatever trials ran on. */
  readonly close: () => Promise<void>;
}

/** Where a campaign's trials come from, and where its results go. */
export interface CampaignPorts {
  readonly trials: TrialSource;
  readonly openLog: (id: string) => TrialLog;
  /** Keeps what this attempt at a trial left (from 1), so that it can be made again. */
  readonly setAside: (id: string, attempt: number) => void;
  /** The verdict from the evidence as it was saved, and from nothing else; null when there is none. */
  readonly judge: (id: string) => Verdict | null;
  readonly saveVerdict: (verdict: Verdict) => void;
  /** Works the summary out from the verdicts so far and saves it. */
  readonly saveSummary: (
    verdicts: ReadonlyMap<string, Verdict>,
    state: CampaignSummary['state'],
  ) => CampaignSummary;
}

export type CampaignEvent =
  | { readonly kind: 'begin'; readonly trial: PlannedTrial }
  /** A phase began, or a command of the author's in one. */
  | { readonly kind: 'phase'; readonly trial: PlannedTrial; readonly phase: Phase | OwnMoment }
  /** An attempt that the lab lost: the trial is made again at once. */
  | { readonly kind: 'lost'; readonly trial: PlannedTrial; readonly verdict: Verdict }
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
  /** True to run the rest although an arm's deploys cannot work, or too many launches show nothing. */
  readonly keepGoing?: boolean;
  /** Attempts that were lost and made again before. */
  readonly lost: LostAttempts;
  readonly onEvent: (event: CampaignEvent) => void;
}

/** How often at most the summary is rewritten while trials run. */
const summaryEveryMs = 1000;

/**
 * Runs every trial of the plan that has no verdict yet, or until the plan's stop rule has decided or an arm's
 * deploys are seen to be such as cannot work, and returns the summary. A trial that the lab lost is made
 * again in its place, twice at the most; where launches that show nothing are too many the campaign stops.
 * When the signal aborts, running trials end as aborted and leave no verdict; what was finished is kept, and
 * the state is `interrupted`. Results that cannot be written, and an error that no trial should let out, end
 * the rest in the same way, and are thrown once nothing runs any more.
 */
export async function runCampaign(request: CampaignRequest, signal: AbortSignal): Promise<CampaignSummary> {
  const { plan, ports, jobs } = request;
  const [verdicts, lost] = [new Map(request.finished), new Map(request.lost)];
  const decided = new AbortController();
  const broken = new AbortController();
  const ending = AbortSignal.any([signal, decided.signal, broken.signal]);
  const startedMs = performance.now();
  const limit = pLimit(jobs);
  let savedMs = -summaryEveryMs;
  const results = (): ReturnType<typeof resultsById> => resultsById(verdicts, lost);
  const outOfBudget = (): boolean =>
    request.budgetMs !== null && performance.now() - startedMs > request.budgetMs;
  const cannotWork = (): boolean => request.keepGoing !== true && refusedDeploys(plan, verdicts) !== null;
  const decide = (): void => {
    const answered = decisionOf(plan, results())?.final === true;
    const halt =
      request.keepGoing === true
        ? null
        : (lostInARow(plan, ...launchedNow({ request, verdicts, lost })) ??
          haltOf(plan, newResults(request, results())));
    const why = answered ? 'the question was answered by earlier trials' : halt;
    if (why !== null) decided.abort(new LabError('interrupted', why));
  };

  const runOne = async (): Promise<void> => {
    const trial = ending.aborted || outOfBudget() || cannotWork() ? null : nextTrial(plan, results(), begun);
    if (trial === null) return;
    begun.add(trial.id);
    const verdict = await lastAttempt(
      { request, trial, lost, onLost: decide, isOver: () => ending.aborted || outOfBudget() },
      ending,
    );
    if (verdict === null || verdict.end === 'aborted') return;
    verdicts.set(trial.id, verdict);
    ports.saveVerdict(verdict);
    request.onEvent({ kind: 'end', trial, verdict });
    decide();
    if (performance.now() - savedMs < summaryEveryMs) return;
    ports.saveSummary(verdicts, 'running');
    savedMs = performance.now();
  };

  const begun = new Set<string>();
  try {
    decide();
    if (!ending.aborted) reopenLost({ request, verdicts, lost });
    for (const id of verdicts.keys()) begun.add(id);
    ports.saveSummary(verdicts, 'running');
    const runOrBreak = (): Promise<void> =>
      runOne().catch((error: unknown) => {
        broken.abort(error);
      });
    await Promise.all(plan.trials.filter(({ id }) => !verdicts.has(id)).map(() => limit(runOrBreak)));
  } finally {
    await ports.trials.close();
  }
  broken.signal.throwIfAborted();
  return ports.saveSummary(verdicts, stateOf(plan, verdicts));
}

/**
 * Who resumes a campaign that stopped because launches showed nothing has read why: only what is launched
 * from then on is weighed.
 */
function newResults(
  { finished }: CampaignRequest,
  results: ReadonlyMap<string, TrialResult>,
): ReadonlyMap<string, TrialResult> {
  return new Map([...results].filter(([id]) => !finished.has(id)));
}

/** The verdicts and lost attempts of what was launched by this process. */
function launchedNow({
  request: { finished, lost: before },
  verdicts,
  lost,
}: Found): [ReadonlyMap<string, Verdict>, LostAttempts] {
  const own = [...lost].map(
    ([id, attempts]) =>
      [id, attempts.slice((before.get(id)?.length ?? 0) + (finished.has(id) ? 1 : 0))] as const,
  );
  return [new Map([...verdicts].filter(([id, verdict]) => finished.get(id) !== verdict)), new Map(own)];
}

interface Found {
  readonly request: CampaignRequest;
  readonly verdicts: Map<string, Verdict>;
  readonly lost: Map<string, readonly Verdict[]>;
}

/**
 * Trials that the lab lost to the last attempt: whoever resumes the campaign wants them made again, as often
 * as they may be at first.
 */
function reopenLost(found: Found): void {
  const { request, verdicts } = found;
  for (const [id, verdict] of request.finished) {
    if (!isLost(verdict, 0)) continue;
    keepLost(found, id, verdict);
    verdicts.delete(id);
  }
}

function keepLost({ request, lost }: Pick<Found, 'request' | 'lost'>, id: string, verdict: Verdict): void {
  const earlier = lost.get(id) ?? [];
  request.ports.setAside(id, earlier.length + 1);
  lost.set(id, [...earlier, verdict]);
}

interface Attempting extends Pick<Found, 'request' | 'lost'> {
  readonly trial: PlannedTrial;
  /** Called when an attempt was lost. */
  readonly onLost: () => void;
  /** Nothing more is to be launched. */
  readonly isOver: () => boolean;
}

/**
 * Makes the trial, again when the lab lost it; the verdict of the attempt that counts, null when it was not
 * to be made again.
 */
async function lastAttempt(attempting: Attempting, signal: AbortSignal): Promise<Verdict | null> {
  const { request, trial, onLost, isOver } = attempting;
  for (let lostNow = 0; ; lostNow++) {
    const verdict = await runAndJudge(request, trial, signal);
    if (verdict.end === 'aborted' || isOver() || !isLost(verdict, lostNow)) return verdict;
    request.ports.saveVerdict(verdict);
    keepLost(attempting, trial.id, verdict);
    request.onEvent({ kind: 'lost', trial, verdict });
    onLost();
    if (isOver()) return null;
  }
}

async function runAndJudge(
  request: CampaignRequest,
  trial: PlannedTrial,
  signal: AbortSignal,
): Promise<Verdict> {
  const { plan, ports, onEvent } = request;
  onEvent({ kind: 'begin', trial });
  const spec = trialSpec(plan, trial.id);
  const onPhase = (phase: Phase | OwnMoment): void => {
    onEvent({ kind: 'phase', trial, phase });
  };
  const log = ports.openLog(trial.id);
  await ports.trials.run({ spec, log, onPhase }, signal);
  log.lost.throwIfAborted();
  return present(ports.judge(trial.id), `evidence of trial ${trial.id}`);
}
