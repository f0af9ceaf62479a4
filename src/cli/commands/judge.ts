// driftlab judge: verdicts and summary again from evidence alone, without an engine.
import { counted } from '../../base/counted.js';
import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { attemptName } from '../../plan/attempt.js';
import { exitCodeOf, stateOf } from '../../statistics/index.js';
import { readDerived, refuseRunning, writeWhole } from '../../store/index.js';
import { renderVerdict, type Verdict } from '../../verdict/index.js';
import {
  cutShort,
  openCampaign,
  readLost,
  readVerdicts,
  saveSummary,
  summaryOf,
  type StoredCampaign,
} from '../campaigns/campaign-store.js';
import { whileHeld } from '../start/held-campaign.js';
import { upgradeOfFile } from '../watched/journal-file.js';
import { namedCampaign } from '../campaigns/named-campaign.js';
import { jsonOption, outOption } from '../options.js';
import { exitCodeOfOutcome, tellWatched } from '../watched/tell-watched.js';
import { openTerminal } from '../terminal/terminal.js';

interface JudgeOptions {
  readonly out: string;
  readonly diff?: boolean;
  readonly json?: boolean;
}

export function addJudge(program: Command, onExit: (code: number) => void): void {
  program
    .command('judge')
    .description('derive verdicts and summary again from the evidence on disk; needs no engine')
    .argument(
      '[campaign]',
      "a campaign's folder or name, its scenario's name for the latest, a bundle of one, or the journal of a " +
        'watched upgrade',
      'latest',
    )
    .option('--diff', 'say which verdicts changed, and write nothing; a bundle always stays as it is')
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab judge latest --diff\n')
    .action(async (name: string, options: JudgeOptions) => {
      const watched = upgradeOfFile(name);
      if (watched !== null) tellWatched(watched, options);
      onExit(watched === null ? await judgeAgain(name, options) : exitCodeOfOutcome(watched.verdict.outcome));
    });
}

interface NotRun {
  readonly trial: string;
  readonly why: string;
}

interface Change {
  readonly trial: string;
  readonly before: string | null;
  readonly after: string;
}

async function judgeAgain(name: string, options: JudgeOptions): Promise<number> {
  const { files, bundle } = namedCampaign(options.out, name);
  if (bundle !== null) return judged(openCampaign(files.folder), { ...options, bundled: true });
  if (options.diff !== true) return whileHeld(files, () => judged(openCampaign(files.folder), options));
  refuseRunning(files);
  return judged(openCampaign(files.folder), options);
}

interface Judging extends JudgeOptions {
  /** Of a bundle nothing is written, and nothing in it can be resumed. */
  readonly bundled?: boolean;
}

function judged(campaign: StoredCampaign, options: Judging): number {
  const { out, json } = openTerminal();
  const verdicts = readVerdicts(campaign);
  const lost = new Map(
    [...readLost(campaign)].flatMap(([id, ofTrial]) =>
      ofTrial.map((verdict, index) => [attemptName(id, index + 1), verdict] as const),
    ),
  );
  const all = new Map([...verdicts, ...lost]);
  const changes = [...all].flatMap(([id, verdict]) => changeOf(campaign, id, verdict));
  const notRun = [
    ...cutShort(campaign, verdicts).map((trial) => ({ trial, why: 'its evidence has no end' })),
    ...withoutEvidence(campaign).map((trial) => ({ trial, why: 'there is a verdict and no evidence' })),
  ];
  const state = stateOf(campaign.plan, verdicts);
  const wayOut = options.bundled === true ? '' : '; `driftlab resume` runs it again';
  if (options.json === true)
    json({ campaign: campaign.manifest.campaign, judged: verdicts.size, changes, notRun });
  else out(describe({ count: verdicts.size, changes, notRun, wayOut }));
  if (options.diff === true) return 0;
  if (options.bundled === true) return exitCodeOf(summaryOf(campaign, verdicts, state));
  for (const [id, verdict] of all) writeWhole(campaign.files.trial(id).verdict, renderVerdict(verdict));
  return exitCodeOf(saveSummary(campaign, verdicts, state));
}

/** Trials with a verdict that stands on nothing any more. */
function withoutEvidence({ files, plan }: StoredCampaign): readonly string[] {
  return plan.trials
    .map(({ id }) => id)
    .filter((id) => existsSync(files.trial(id).verdict) && !existsSync(files.trial(id).evidence));
}

function changeOf(campaign: StoredCampaign, trial: string, verdict: Verdict): readonly Change[] {
  const path = campaign.files.trial(trial).verdict;
  if (textOf(path) === renderVerdict(verdict)) return [];
  const before = existsSync(path) ? (readDerived(path) as Verdict | null) : undefined;
  return [{ trial, before: before === undefined ? null : wordOf(before), after: wordOf(verdict) }];
}

/** Null where there is no such file, or nothing that can be read. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Null, and one whose runs are none, is damaged. */
function wordOf(verdict: Verdict | null): string {
  if (!Array.isArray(verdict?.runs)) return 'a damaged verdict';
  return verdict.runs
    .map((run: Partial<Verdict['runs'][number]> | null) =>
      run?.cause == null ? (run?.outcome ?? 'nothing') : `${run.outcome ?? 'nothing'} (${run.cause.kind})`,
    )
    .join(', ');
}

interface Judged {
  readonly count: number;
  readonly changes: readonly Change[];
  readonly notRun: readonly NotRun[];
  readonly wayOut: string;
}

function describe({ count, changes, notRun, wayOut }: Judged): string {
  const head = `judged ${counted(count, 'trial')} from evidence: `;
  const rows = changes.map(
    ({ trial, before, after }) =>
      `  ${trial}  ${before ?? 'no verdict'} -> ${after}${before === after ? ' (details differ)' : ''}`,
  );
  const missing = notRun.map(({ trial, why }) => `  ${trial}  counts as not run: ${why}${wayOut}`);
  const same =
    missing.length === 0
      ? 'every verdict is the same, byte for byte'
      : 'their verdicts are the same, byte for byte';
  return `${[`${head}${changes.length === 0 ? same : `${String(changes.length)} differ`}`, ...rows, ...missing].join('\n')}\n`;
}
