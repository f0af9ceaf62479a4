// driftlab ls: the campaigns in a folder of results, how far each is, and how its trials ended.
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { resultOf } from '../../statistics/index.js';
import {
  campaignFiles,
  campaignsIn,
  fingerprint,
  holderOf,
  readSealed,
  writeSealed,
} from '../../store/index.js';
import { campaignState } from '../campaigns/campaign-state.js';
import { openCampaign } from '../campaigns/campaign-store.js';
import { exitCodes } from '../exit.js';
import { keptVerdicts } from '../campaigns/kept-verdicts.js';
import { jsonOption, outOption } from '../options.js';
import { rulesHash } from '../campaigns/rules-hash.js';
import { openTerminal } from '../terminal/terminal.js';

interface Listed {
  readonly campaign: string;
  /** In words; why it cannot be read, where it cannot. */
  readonly state: string;
  /** Trials that ended, and how many of them did not hold, held, or show nothing. */
  readonly trials: {
    readonly planned: number;
    readonly failed: number;
    readonly held: number;
    readonly nothing: number;
  } | null;
}

export function addLs(program: Command, onExit: (code: number) => void): void {
  program
    .command('ls')
    .description(
      'the campaigns in results/, the newest last: how far each is, which one runs, and how its trials ended',
    )
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab ls\n')
    .action((options: { readonly out: string; readonly json?: boolean }) => {
      const { out } = openTerminal();
      const rules = rulesHash();
      const found = campaignsIn(options.out).map((name) => knownOrListed(join(options.out, name), rules));
      if (options.json === true) out(`${JSON.stringify(found, null, 2)}\n`);
      else
        out(found.length === 0 ? `there is no campaign in ${options.out}\n` : `${rows(found).join('\n')}\n`);
      onExit(exitCodes.done);
    });
}

/** A campaign at rest of which no file has changed has the line that it had. */
function knownOrListed(folder: string, rules: string): Listed {
  const files = campaignFiles(folder);
  const atRest = holderOf(files) === null ? fingerprint(files, Date.now()) : null;
  const known = atRest === null ? null : (readSealed(files.listed) as Known | null);
  if (known?.format === 1 && known.rules === rules && known.fingerprint === atRest) return known.listed;
  const found = listed(folder, rules);
  if (atRest !== null && found.trials !== null)
    keepLine(files.listed, { format: 1, rules, fingerprint: atRest, listed: found });
  return found;
}

interface Known {
  readonly format: 1;
  readonly rules: string;
  readonly fingerprint: string;
  readonly listed: Listed;
}

/** Where it cannot be written it is done without. */
function keepLine(path: string, known: Known): void {
  try {
    writeSealed(path, known);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
}

function listed(folder: string, rules: string): Listed {
  const name = basename(folder);
  try {
    const campaign = openCampaign(folder);
    const verdicts = keptVerdicts(campaign, rules);
    const marks = [...verdicts.values()].map((verdict) => resultOf(verdict).mark);
    const [failed, held] = [
      marks.filter((mark) => mark === 'd' || mark === 'x').length,
      marks.filter((mark) => mark === 'h').length,
    ];
    return {
      campaign: name,
      state: campaignState(campaign, verdicts).words,
      trials: { planned: campaign.plan.trials.length, failed, held, nothing: marks.length - failed - held },
    };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { campaign: name, state: error.message, trials: null };
  }
}

function rows(found: readonly Listed[]): readonly string[] {
  const width = Math.max(...found.map(({ campaign }) => campaign.length));
  return found.map(({ campaign, state, trials }) => {
    const ended =
      trials === null
        ? ''
        : ` · of ${String(trials.planned)} trials ${String(trials.failed)} did not hold, ` +
          `${String(trials.held)} ` +
          `held${trials.nothing === 0 ? '' : `, ${String(trials.nothing)} show nothing`}`;
    return `${campaign.padEnd(width)}  ${state}${ended}`;
  });
}
