// The report before it has a format: what was found, as data. The formats make sentences, colours and
// pictures of it; the sentences that several of them share are in `told.ts`.
import type { Plan } from '../plan/plan.js';
import type { CampaignSummary, EventRate, Marginal, Rate } from '../statistics/summary.js';
import { resultOf, type LostAttempts, type TrialResult } from '../statistics/trial-result.js';
import type { Verdict } from '../verdict/verdict.js';
import type { AbraRecord } from './abra-notes.js';
import type { Differing, MovedRef } from './differs-notes.js';
import type { FinishedTrial } from './note-groups.js';
import { levelsOf, type CampaignLevels } from './levels.js';
import type { Provenance } from './provenance.js';
import { trialRows, type TrialRow } from './trial-rows.js';

export interface ReportFacts {
  readonly plan: Plan;
  readonly summary: CampaignSummary;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The verdicts of attempts that were lost and made again; none by default. */
  readonly lost?: LostAttempts;
  /** How far the campaign is, in words; by default the summary's own word. */
  readonly state?: string;
  readonly provenance: Provenance;
  /**
   * Which abra deployed in the trials, and in the campaign before; without it nothing is said of other abras.
   */
  readonly abra?: Pick<AbraRecord, 'ofTrials' | 'before'>;
  /** Refs that named another commit during a trial than when the campaign began, in launch order. */
  readonly moved?: readonly MovedRef[];
  /** Files of it that are damaged or missing, a sentence each; none by default. */
  readonly damage?: readonly string[];
  /** May be empty. */
  readonly question: string;
  /** How the reader names the campaign in a command: `latest`, or its folder. */
  readonly campaign: string;
}

export interface ReportModel {
  readonly title: string;
  readonly question: string;
  readonly size: CampaignSize;
  /** How far the campaign is; null when it is over. */
  readonly unfinished: string | null;
  readonly arms: readonly ArmRow[];
  /** The counts of each level of each factor; empty for plain arms. */
  readonly marginals: readonly Marginal[];
  /** In launch order. */
  readonly trials: readonly TrialRow[];
  /** How far trials, arms and campaign got: installed, upgraded. */
  readonly levels: CampaignLevels;
  /** Commands to go on with. */
  readonly next: readonly NextCommand[];
  readonly provenance: Provenance;
  readonly summary: CampaignSummary;
  /** What the notes below the answer are made of. */
  readonly behind: Behind;
}

/** What was planned. */
export interface CampaignSize {
  readonly arms: number;
  /** Of each arm where all arms have as many, else of all arms together. */
  readonly trials: number;
  readonly ofEachArm: boolean;
  /** Whether the campaign may stop earlier. */
  readonly atMost: boolean;
  readonly seed: number;
}

/** How to go on: the rest of the trials, or the story of one. `campaign` is named as the reader named it. */
export type NextCommand =
  | { readonly command: 'resume'; readonly campaign: string; readonly keepGoing: boolean }
  | { readonly command: 'explain'; readonly campaign: string; readonly trial: string };

export interface Behind {
  readonly plan: Plan;
  /** In launch order, each with its verdict. */
  readonly finished: readonly FinishedTrial[];
  readonly abra: AbraRecord;
  /** Files that are damaged or missing, a sentence each. */
  readonly damage: readonly string[];
  readonly differing: Differing;
}

export interface ArmRow {
  readonly name: string;
  /** As in the summary. */
  readonly sequence: string;
  /** What the campaign counts. */
  readonly event: EventRate | null;
  readonly drift: Rate | null;
}

/** Works the report out. Trials without a verdict count as not run. */
export function reportModel(facts: ReportFacts): ReportModel {
  const { plan, summary } = facts;
  const finished = finishedTrials(facts);
  const trials = trialRows(plan, finished);
  return {
    title: plan.scenario,
    question: facts.question,
    size: sizeOf(plan, summary),
    unfinished: summary.state === 'complete' ? null : (facts.state ?? summary.state),
    arms: summary.arms.map(({ name, sequence, event, drift }) => ({
      name,
      sequence: plan.stop === null ? sequence : sequence.replace(/\.+$/, ''),
      event,
      drift,
    })),
    marginals: summary.marginals,
    trials,
    levels: levelsOf(plan, summary, trials),
    next: nextCommands(facts, finished),
    provenance: onlyProvenance(facts.provenance),
    summary,
    behind: {
      plan,
      finished,
      abra: { ...(facts.abra ?? { ofTrials: new Map(), before: null }), own: facts.provenance.tools.abra },
      damage: facts.damage ?? [],
      differing: { goneOn: facts.provenance.resumed ?? [], moved: facts.moved ?? [] },
    },
  };
}

function finishedTrials({ plan, verdicts, lost }: ReportFacts): readonly FinishedTrial[] {
  return plan.trials.flatMap((trial) => {
    const verdict = verdicts.get(trial.id);
    return verdict === undefined ? [] : [{ ...resultOf(verdict, lost?.get(trial.id)), planned: trial }];
  });
}

/** A manifest has this shape and holds far more than a report is to hand out. */
function onlyProvenance({ driftlab, host, tools }: Provenance): Provenance {
  const { kernel, cores, memoryBytes, cgroupVersion } = host;
  return {
    driftlab: { version: driftlab.version, commit: driftlab.commit },
    host: { kernel, cores, memoryBytes, cgroupVersion },
    tools: {
      engine: tools.engine,
      abra: tools.abra === null ? null : onlyBinary(tools.abra),
    },
  };
}

function onlyBinary({
  path,
  sha256,
  version,
  conformance,
}: NonNullable<Provenance['tools']['abra']>): NonNullable<Provenance['tools']['abra']> {
  return { path, sha256, version, ...(conformance === undefined ? {} : { conformance }) };
}

function sizeOf({ stop }: Plan, { arms, answer, seed }: CampaignSummary): CampaignSize {
  const each = [...new Set(arms.map(({ trials }) => trials.planned))];
  const search = stop?.question === 'half-fails';
  const ofEachArm = each.length === 1 && !search;
  const all = search ? stop.trialsMax : arms.reduce((sum, { trials }) => sum + trials.planned, 0);
  return {
    arms: arms.length,
    trials: ofEachArm ? (each[0] ?? 0) : all,
    ofEachArm,
    atMost: answer.decision !== null,
    seed,
  };
}

/**
 * The rest of the trials first; then at most two trials that a reader would ask about, the most telling
 * first.
 */
function nextCommands(
  { campaign, summary }: ReportFacts,
  finished: readonly TrialResult[],
): readonly NextCommand[] {
  const telling = (['d', 'x', '?', 'b', 'h', 'n'] as const).flatMap(
    (mark) => finished.find((result) => result.mark === mark) ?? [],
  );
  const worthIt = telling.filter(
    (result, index) => index === 0 || (result.mark !== 'h' && result.mark !== 'n'),
  );
  const explain = worthIt.slice(0, 2).map(({ trial }) => ({ command: 'explain', campaign, trial }) as const);
  return summary.state === 'interrupted'
    ? [{ command: 'resume', campaign, keepGoing: summary.refused !== undefined }, ...explain]
    : explain;
}
