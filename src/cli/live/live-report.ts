// What a live page shows: the report of the trials that have ended, and the timelines of those that run. It
// is the report's own page, made by the same functions from the same evidence.
import { trialSpec } from '../../plan/trial-spec.js';
import {
  mainOf,
  pageOf,
  runningTimelineOf,
  tellingTrials,
  type ReportModel,
  type Timeline,
} from '../../report/index.js';
import type { CampaignSummary } from '../../statistics/index.js';
import type { Verdict } from '../../verdict/index.js';
import { summaryOf, type StoredCampaign } from '../campaigns/campaign-store.js';
import { pageFiles, timelineFromDisk, timelinesByDefault } from '../campaigns/page-parts.js';
import { modelOf } from '../campaigns/print-report.js';
import type { RunningTrial } from './follow-campaign.js';

/** How far the campaign is. */
export interface LiveState {
  readonly state: CampaignSummary['state'];
  readonly words: string;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

export interface LiveReport {
  /** The whole document. */
  readonly page: (now: LiveState) => string;
  /** What is new for a reader who has the first `have` timelines. */
  readonly mainNews: (now: LiveState, have: number) => MainNews;
  readonly runningNews: (running: readonly RunningTrial[]) => readonly Timeline[];
  /** How many timelines there are by now. */
  readonly count: () => number;
}

export interface MainNews {
  readonly markup: string;
  readonly timelines: readonly Timeline[];
  readonly state: string;
}

/** `name`: how the reader names the campaign in a command. */
export function liveReport(campaign: StoredCampaign, name: string): LiveReport {
  /** In the order in which they were made. A trial that is made again is in it again. */
  const drawn: { readonly timeline: Timeline; readonly verdict: Verdict }[] = [];
  const latest = (): readonly Timeline[] => [
    ...new Map(drawn.map(({ timeline }) => [timeline.trial, timeline])).values(),
  ];
  const told = ({ state, words, verdicts }: LiveState): ReportModel => {
    const summary = summaryOf(campaign, verdicts, state);
    const model = modelOf({ campaign, summary, verdicts, state: words, name });
    for (const trial of tellingTrials(model.trials, timelinesByDefault)) {
      const verdict = verdicts.get(trial);
      if (verdict === undefined || drawn.some((one) => one.verdict === verdict)) continue;
      for (const timeline of timelineFromDisk({ campaign, verdicts }, trial))
        drawn.push({ timeline, verdict });
    }
    return model;
  };
  return {
    page: (now) => {
      const model = told(now);
      const live = { words: liveWords(now), have: drawn.length };
      return pageOf(model, { ...pageFiles('live'), timelines: latest(), live });
    },
    mainNews: (now, have) => {
      const model = told(now);
      return {
        markup: mainOf(model, latest()).markup,
        timelines: drawn.slice(have).map(({ timeline }) => timeline),
        state: liveWords(now),
      };
    },
    runningNews: (running) =>
      running.map(({ id, lines }) => runningTimelineOf(trialSpec(campaign.plan, id), lines)),
    count: () => drawn.length,
  };
}

function liveWords({ words }: LiveState): string {
  return `Live: ${words}`;
}
