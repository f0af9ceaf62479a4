// driftlab judge: verdicts and summary again from evidence alone, without an engine.
import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { attemptName } from '../../plan/attempt.js';
import { exitCodeOf, stateOf } from '../../statistics/index.js';
import { findCampaign, writeWhole } from '../../store/index.js';
import { renderVerdict, type Verdict } from '../../verdict/index.js';
import { judgeFromDisk, lostAttempts, openCampaign, saveSummary, type StoredCampaign } from '../campaign-store.js';
import { upgradeOfFile } from '../journal-file.js';
import { jsonOption, outOption } from '../options.js';
import { exitCodeOfOutcome, tellWatched } from '../tell-watched.js';
import { openTerminal } from '../terminal.js';

interface JudgeOptions {
  readonly out: string;
  readonly diff?: boolean;
  readonly json?: boolean;
}

export function addJudge(program: Command, onExit: (code: number) => void): void {
  program
    .command('judge')
    .description('derive verdicts and summary again from the evidence on disk; needs no engine')
    .argument('[campaign]', 'a campaign\'s folder or name, or the journal of a watched upgrade', 'latest')
    .option('--diff', 'say which verdicts changed, and write nothing')
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab judge latest --diff\n')
    .action((name: string, options: JudgeOptions) => {
      const watched = upgradeOfFile(name);
      if (watched !== null) tellWatched(watched, options);
      onExit(watched === null ? judgeAgain(name, options) : exitCodeOfOutcome(watched.verdict.outcome));
    });
}

interface Change {
  readonly trial: string;
  readonly before: string | null;
  readonly after: string;
}

function judgeAgain(name: string, options: JudgeOptions): number {
  const { out, json } = openTerminal();
  const campaign = openCampaign(findCampaign(options.out, name).folder);
  const verdicts = new Map<string, Verdict>();
  for (const { id } of campaign.plan.trials) {
    const verdict = judgeFromDisk(campaign, id);
    if (verdict !== null && verdict.end !== 'aborted') verdicts.set(id, verdict);
  }
  const attempts = lostAttempts(campaign).map(({ id, attempt }) => attemptName(id, attempt));
  const lost = new Map(attempts.flatMap((name) => { const verdict = judgeFromDisk(campaign, name); return verdict === null ? [] : [[name, verdict] as const]; }));
  const all = new Map([...verdicts, ...lost]);
  const changes = [...all].flatMap(([id, verdict]) => changeOf(campaign, id, verdict));
  const state = stateOf(campaign.plan, verdicts);
  if (options.json === true) json({ campaign: campaign.manifest.campaign, judged: verdicts.size, changes });
  else out(describe(verdicts.size, changes));
  if (options.diff === true) return 0;
  for (const [id, verdict] of all) writeWhole(campaign.files.trial(id).verdict, renderVerdict(verdict));
  return exitCodeOf(saveSummary(campaign, verdicts, state));
}

function changeOf(campaign: StoredCampaign, trial: string, verdict: Verdict): readonly Change[] {
  const path = campaign.files.trial(trial).verdict;
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (before === renderVerdict(verdict)) return [];
  return [{ trial, before: before === null ? null : wordOf(JSON.parse(before) as Verdict), after: wordOf(verdict) }];
}

function wordOf(verdict: Verdict): string {
  return verdict.runs.map(({ outcome, cause }) => (cause === null ? outcome : `${outcome} (${cause.kind})`)).join(', ');
}

function describe(judged: number, changes: readonly Change[]): string {
  const head = `judged ${String(judged)} trial${judged === 1 ? '' : 's'} from evidence: `;
  if (changes.length === 0) return `${head}every verdict is the same, byte for byte\n`;
  const rows = changes.map(({ trial, before, after }) => `  ${trial}  ${before ?? 'no verdict'} -> ${after}${before === after ? ' (details differ)' : ''}`);
  return `${head}${String(changes.length)} differ\n${rows.join('\n')}\n`;
}
