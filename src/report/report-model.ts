// The report before it has a format: every sentence and every row, worked out from data alone.
import type { Plan } from '../plan/plan.js';
import type { CampaignSummary, EventRate, Marginal, Rate } from '../statistics/summary.js';
import { resultOf, type LostAttempts, type TrialResult } from '../statistics/trial-result.js';
import type { Verdict } from '../verdict/verdict.js';
import { answerSentences } from './answer.js';
import type { AbraRecord } from './abra-notes.js';
import type { MovedRef } from './differs-notes.js';
import { notesOf, type Note } from './notes.js';
import { refusedSentences } from './refused-text.js';
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
  readonly format: 1;
  readonly title: string;
  readonly question: string;
  /** `2 arms × 10 trials`, `seed 4211`, …. */
  readonly header: readonly string[];
  /** The answer in words, a sentence each. */
  readonly answer: readonly string[];
  readonly notes: readonly Note[];
  readonly arms: readonly ArmRow[];
  /** The counts of each level of each factor; empty for plain arms. */
  readonly marginals: readonly Marginal[];
  /** In launch order. */
  readonly trials: readonly TrialRow[];
  /** How far trials, arms and campaign got: installed, upgraded. */
  readonly levels: CampaignLevels;
  /** Commands to go on with. */
  readonly next: readonly string[];
  readonly provenance: Provenance;
  readonly summary: CampaignSummary;
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
  const results = plan.trials.flatMap((trial) => {
    const verdict = facts.verdicts.get(trial.id);
    return verdict === undefined ? [] : [{ ...resultOf(verdict, facts.lost?.get(trial.id)), planned: trial }];
  });
  const trials = trialRows(plan, results);
  return {
    format: 1,
    title: plan.scenario,
    question: facts.question,
    header: [
      ...headerOf(plan, summary),
      ...(summary.state === 'complete' ? [] : [facts.state ?? summary.state]),
    ],
    answer: [
      ...refusedSentences(summary),
      ...answerSentences(
        summary,
        plan.arms.every(({ settings }) => settings.stopAt === 'stamp'),
      ),
    ],
    notes: notesOf({
      plan,
      summary,
      finished: results,
      abra: { ...(facts.abra ?? { ofTrials: new Map(), before: null }), own: facts.provenance.tools.abra },
      damage: facts.damage ?? [],
      differing: { goneOn: facts.provenance.resumed ?? [], moved: facts.moved ?? [] },
    }),
    arms: summary.arms.map(({ name, sequence, event, drift }) => ({
      name,
      sequence: plan.stop === null ? sequence : sequence.replace(/\.+$/, ''),
      event,
      drift,
    })),
    marginals: summary.marginals,
    trials,
    levels: levelsOf(plan, summary, trials),
    next: nextCommands(facts, results),
    provenance: onlyProvenance(facts.provenance),
    summary,
  };
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

function headerOf({ stop }: Plan, summary: CampaignSummary): readonly string[] {
  const each = [...new Set(summary.arms.map((arm) => arm.trials.planned))];
  const total =
    stop?.question === 'half-fails'
      ? stop.trialsMax
      : summary.arms.reduce((sum, arm) => sum + arm.trials.planned, 0);
  const alike = each.length === 1 && stop?.question !== 'half-fails';
  const [arms, trials] = [summary.arms.length, alike ? (each[0] ?? 0) : total];
  const most = summary.answer.decision === null ? '' : 'at most ';
  const size =
    `${String(arms)} ${arms === 1 ? 'arm' : 'arms'} ${alike ? '×' : '·'} ${most}${String(trials)} ` +
    (trials === 1 ? 'trial' : 'trials');
  return [size, `seed ${String(summary.seed)}`];
}

/**
 * The rest of the trials first; then at most two trials that a reader would ask about, the most telling
 * first.
 */
function nextCommands(
  { campaign, summary }: ReportFacts,
  results: readonly TrialResult[],
): readonly string[] {
  const telling = (['d', 'x', '?', 'b', 'h', 'n'] as const).flatMap(
    (mark) => results.find((result) => result.mark === mark) ?? [],
  );
  const worthIt = telling.filter(
    (result, index) => index === 0 || (result.mark !== 'h' && result.mark !== 'n'),
  );
  const explain = worthIt.slice(0, 2).map((result) => `driftlab explain ${campaign}/${result.trial}`);
  return summary.state === 'interrupted'
    ? [`driftlab resume ${campaign}${summary.refused === undefined ? '' : ' --keep-going'}`, ...explain]
    : explain;
}
