// Shows a campaign that another process works on until that one lets it go: looks at its folder again and
// again, and tells whoever has the page open what is new. It costs the machine at most a hundredth of a core
// over its time, whatever there is to tell: news wait where they would cost more.
import { setTimeout as pause } from 'node:timers/promises';
import { createAllowance, type Allowance } from '../../base/allowance.js';
import { servePage, type ServedPage } from '../../live/serve-page.js';
import { holderOf, isClaimed } from '../../store/index.js';
import { campaignState } from '../campaigns/campaign-state.js';
import type { StoredCampaign } from '../campaigns/campaign-store.js';
import { keptVerdicts } from '../campaigns/kept-verdicts.js';
import { followCampaign, type FollowedCampaign } from './follow-campaign.js';
import { liveReport, type LiveReport, type LiveState } from './live-report.js';

export interface ShowLive {
  readonly campaign: StoredCampaign;
  /** How the reader names it in a command. */
  readonly name: string;
  /** When the process that works on it began, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** Called once, with the address of the page. */
  readonly onServed: (url: string) => void;
}

const lookEveryMs = 500;
/** Whether a process that left its lock still lives takes a program to find out. */
const askEveryMs = 10_000;
/** A little less than what is promised, since looking costs something also where nothing is told. */
const share = 0.008;
const aheadMs = 400;

/** Returns how the campaign stands when nobody works on it any more; throws the signal's reason before. */
export async function showLive(request: ShowLive, signal: AbortSignal): Promise<LiveState> {
  const { campaign, name, sinceMs, onServed } = request;
  const report = liveReport(campaign, name);
  const followed = followCampaign({ campaign, verdicts: keptVerdicts(campaign), sinceMs });
  followed.look();
  const news: News = { main: true, running: true, have: 0 };
  const served = await servePage({
    page: () => report.page(stateNow(campaign, followed)),
    onReader: (query) => {
      [news.main, news.running] = [true, true];
      news.have = Math.min(news.have, Number(new URLSearchParams(query).get('have') ?? 0) || 0);
    },
  });
  try {
    onServed(served.url);
    const allowance = createAllowance({ share, aheadMs, meter });
    let askedMs = performance.now();
    for (;;) {
      await pause(lookEveryMs, undefined, { signal });
      const isDue = performance.now() - askedMs > askEveryMs;
      if (isDue) askedMs = performance.now();
      const goesOn = isClaimed(campaign.files) && (!isDue || holderOf(campaign.files)?.works === true);
      const seen = followed.look();
      news.main ||= seen.ended;
      news.running ||= seen.running;
      if (!goesOn) return tellEnd({ campaign, followed, report, served, news });
      tellNews({ campaign, followed, report, served, news }, allowance);
    }
  } finally {
    await served.close();
  }
}

/** What readers have not been told yet. */
interface News {
  main: boolean;
  running: boolean;
  /** How many timelines every reader has. */
  have: number;
}

interface Telling {
  readonly campaign: StoredCampaign;
  readonly followed: FollowedCampaign;
  readonly report: LiveReport;
  readonly served: ServedPage;
  readonly news: News;
}

/** One thing at a time: strips are told before lanes. */
function tellNews({ campaign, followed, report, served, news }: Telling, allowance: Allowance): void {
  if (served.readers() === 0 || !(news.main || news.running) || !allowance.allows()) return;
  if (news.main) {
    served.tell('main', report.mainNews(stateNow(campaign, followed), news.have));
    news.have = report.count();
    news.main = false;
  } else {
    served.tell('now', report.runningNews(followed.running()));
    news.running = false;
  }
}

function tellEnd({ campaign, followed, report, served, news }: Telling): LiveState {
  const { verdicts } = followed;
  const { state, words } = campaignState(campaign, verdicts);
  const end = { state, words, verdicts };
  if (served.readers() > 0) {
    served.tell('main', report.mainNews(end, news.have));
    served.tell('ended', `The campaign has ended: ${words}. This page stays as it is now.`);
  }
  return end;
}

/** The lock says who works on it: it is not asked again for every word. */
function stateNow({ plan }: StoredCampaign, { verdicts }: FollowedCampaign): LiveState {
  const done = plan.trials.filter(({ id }) => verdicts.has(id)).length;
  return { state: 'running', words: `running, ${String(done)} of ${String(plan.trials.length)}`, verdicts };
}

function meter(): ReturnType<Parameters<typeof createAllowance>[0]['meter']> {
  const { user, system } = process.cpuUsage();
  return { passedMs: performance.now(), spentMs: (user + system) / 1000 };
}
