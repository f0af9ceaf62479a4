// driftlab ls: the campaigns in a folder of results, how far each is, and how its trials ended. The line of a
// campaign of which no file has changed is known: what works one out is loaded only for the others, since
// loading it takes longer than reading hundreds of known lines.
import { counted } from '../../base/counted.js';
import { join } from 'node:path';
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { fingerprint } from '../../store/at-rest.js';
import { campaignsIn } from '../../store/campaign-folder.js';
import { holderOf } from '../../store/campaign-hold.js';
import { readSealed, writeSealed } from '../../store/judged-file.js';
import { campaignFiles } from '../../store/layout.js';
import type { Listed } from '../campaigns/list-campaign.js';
import { rulesHash } from '../campaigns/rules-hash.js';
import { exitCodes } from '../exit.js';
import { jsonOption, outOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

export function addLs(program: Command, onExit: (code: number) => void): void {
  program
    .command('ls')
    .description(
      'the campaigns in results/, the newest last: how far each is, which one runs, and how its trials ended',
    )
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab ls\n')
    .action(async (options: { readonly out: string; readonly json?: boolean }) => {
      const { out } = openTerminal();
      const rules = rulesHash();
      const found: Listed[] = [];
      for (const name of campaignsIn(options.out))
        found.push(await knownOrListed(join(options.out, name), rules));
      if (options.json === true) out(`${JSON.stringify(found, null, 2)}\n`);
      else
        out(found.length === 0 ? `there is no campaign in ${options.out}\n` : `${rows(found).join('\n')}\n`);
      onExit(exitCodes.done);
    });
}

/** A campaign at rest of which no file has changed has the line that it had. */
async function knownOrListed(folder: string, rules: string): Promise<Listed> {
  const files = campaignFiles(folder);
  const atRest = holderOf(files) === null ? fingerprint(files, Date.now()) : null;
  const known = atRest === null ? null : (readSealed(files.listed) as Known | null);
  if (known?.format === 1 && known.rules === rules && known.fingerprint === atRest) return known.listed;
  const { listCampaign } = await import('../campaigns/list-campaign.js');
  const found = listCampaign(folder, rules);
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

function rows(found: readonly Listed[]): readonly string[] {
  const width = Math.max(...found.map(({ campaign }) => campaign.length));
  return found.map(({ campaign, state, trials }) => {
    const ended =
      trials === null
        ? ''
        : ` · of ${counted(trials.planned, 'trial')} ${String(trials.failed)} did not hold, ` +
          `${String(trials.held)} ` +
          `held${trials.nothing === 0 ? '' : `, ${String(trials.nothing)} show nothing`}`;
    return `${campaign.padEnd(width)}  ${state}${ended}`;
  });
}
