// Shows a campaign while it runs: redrawn on a terminal; elsewhere a line for each trial that ends, and one
// whenever nothing was said for a minute, so that a log shows that it lives. With --json the lines go to
// standard error, since standard output is the document's.
import { counted } from '../../base/counted.js';
import { createLogUpdate } from 'log-update';
import type { CampaignEvent } from '../../campaign/run-campaign.js';
import { formatDuration } from '../../base/units.js';
import { estimateMs, type Paces } from '../../plan/estimate.js';
import { heartbeat, progressEvent, progressLines, type ProgressState } from '../../report/index.js';
import type { Terminal } from './terminal.js';
import { trackTrials, type TrackedCampaign, type TrackedTrials } from './track-trials.js';

export interface ShowProgress extends TrackedCampaign {
  readonly question: string;
  readonly json: boolean;
  readonly terminal: Terminal;
  /** What the recipes say of their time. */
  readonly paces: Paces;
}

export interface Progress {
  readonly onEvent: (event: CampaignEvent) => void;
  /** Leaves the last state on the screen; safe to call more than once. */
  readonly end: () => void;
}

const redrawMs = 250;
/** A log in which nothing stands for longer looks as if nothing happened. */
const silentMaxMs = 60_000;

export function showProgress(request: ShowProgress): Progress {
  const tracked = trackTrials(request);
  return !request.json && request.terminal.interactive ? redrawn(request, tracked) : spoken(request, tracked);
}

/** Drawn again and again in the same place. */
function redrawn(request: ShowProgress, tracked: TrackedTrials): Progress {
  const { terminal } = request;
  const { draw, clear } = terminal.redrawn(createLogUpdate);
  const timer = setInterval(() => {
    const lines = progressLines(stateOf(request, tracked), { width: terminal.width, paint: terminal.paint });
    draw(`${lines.join('\n')}\n`);
  }, redrawMs);
  return {
    onEvent: (event) => void tracked.note(event),
    end: once(() => {
      clearInterval(timer);
      clear();
    }),
  };
}

/** Line by line. */
function spoken(request: ShowProgress, tracked: TrackedTrials): Progress {
  const { json, terminal, plan } = request;
  const say = (line: string): void => {
    (json ? terminal.err : terminal.out)(`${line}\n`);
    timer.refresh();
  };
  const timer = setTimeout(() => {
    say(heartbeat(stateOf(request, tracked), tracked.counts()));
  }, silentMaxMs);
  if (!json) say([plan.scenario, ...headerOf(request, null)].join(' · '));
  const onEvent = (event: CampaignEvent): void => {
    const tookMs = tracked.note(event);
    if (event.kind !== 'lost' && event.kind !== 'end') return;
    const again = event.kind === 'lost';
    const told = { verdict: event.verdict, tookMs, again, left: tracked.state(), ...tracked.counts() };
    say(progressEvent(told, terminal.paint));
  };
  return {
    onEvent,
    end: once(() => {
      clearTimeout(timer);
    }),
  };
}

function once(end: () => void): () => void {
  let open = true;
  return () => {
    if (open) end();
    open = false;
  };
}

function stateOf(request: ShowProgress, tracked: TrackedTrials): ProgressState {
  const { plan, question } = request;
  const now = tracked.state();
  return { scenario: plan.scenario, question, header: headerOf(request, now), count: plan.count, ...now };
}

type SoFar = Pick<ProgressState, 'arms' | 'elapsedMs' | 'leftMs'>;

function headerOf({ plan, jobs, paces }: ShowProgress, now: SoFar | null): readonly string[] {
  const [arms, trials] = [
    plan.arms.length,
    plan.stop?.question === 'half-fails' ? plan.stop.trialsMax : plan.trials.length,
  ];
  const most = plan.stop === null ? '' : 'at most ';
  return [
    counted(arms, 'arm'),
    `${most}${counted(trials, 'trial')}`,
    `seed ${String(plan.seed)}`,
    `${String(jobs)} at a time`,
    ...timeInAll(now, estimateMs(plan, jobs, paces)).map((time) => `${most}${time}`),
  ];
}

/**
 * By the trials that ended; as long as there are none, by the recipe. Nothing where the one is not known, or
 * it has already taken longer than the other.
 */
function timeInAll(now: SoFar | null, estimatedMs: number): readonly string[] {
  const measuredMs = now === null || now.leftMs === null ? null : now.elapsedMs + now.leftMs;
  if (measuredMs !== null) return [`${formatDuration(Math.round(measuredMs / 1000) * 1000)} in all`];
  const holds =
    now === null || (now.elapsedMs < estimatedMs && now.arms.every(({ finished }) => finished.length === 0));
  return holds ? [`about ${formatDuration(estimatedMs)} if all goes as the recipe has it`] : [];
}
