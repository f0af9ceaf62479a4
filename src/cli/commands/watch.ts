// driftlab watch: the report's page of a campaign that runs, while it runs.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { exitCodeOf } from '../../statistics/index.js';
import { holderInWords, holderOf } from '../../store/index.js';
import { openCampaign, summaryOf } from '../campaigns/campaign-store.js';
import { exitCodes } from '../exit.js';
import { interruptible } from '../interrupt.js';
import { showLive } from '../live/show-live.js';
import { namedCampaign } from '../campaigns/named-campaign.js';
import { jsonOption, outOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';

interface WatchOptions {
  readonly out: string;
  readonly json?: boolean;
}

const help = `
The page is served on 127.0.0.1 alone, at a port and with a token that are new each time: whoever has the
address may read it, and nobody can change anything through it. It ends with the campaign, with the campaign's
exit code; Ctrl-C ends it and leaves the campaign as it is.

Examples:
  driftlab watch
  driftlab watch 20260901T120000Z-discourse
  ssh -L 41234:127.0.0.1:41234 root@lab    # to read it from another machine, where it said port 41234
`;

export function addWatch(program: Command, onExit: (code: number) => void): void {
  program
    .command('watch')
    .description(
      "the report's page of a campaign that runs: strips fill and its trials draw themselves as they happen",
    )
    .argument(
      '[campaign]',
      "a campaign's folder or name, the beginning of it, or its scenario's name",
      'running',
    )
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (name: string, options: WatchOptions) => {
      onExit(await watch(name, options));
    });
}

async function watch(name: string, { out, json = false }: WatchOptions): Promise<number> {
  const { files } = namedCampaign(out, name);
  const holder = holderOf(files);
  if (holder?.works !== true)
    throw new LabError('bad-input', `${name} does not run`, {
      hint: `driftlab report ${name} --format html --output report.html writes its page`,
    });
  const campaign = openCampaign(files.folder);
  const terminal = openTerminal();
  const signal = interruptible(() => undefined);
  try {
    const end = await showLive(
      {
        campaign,
        name,
        sinceMs: Date.parse(holder.since ?? '') || 0,
        onServed: (url) => {
          if (json) terminal.json({ format: 1, campaign: files.folder, url });
          else
            terminal.out(
              `${name}, by ${holderInWords(holder)}: ${url}\n(Ctrl-C ends this page, and not the campaign)\n`,
            );
        },
      },
      signal,
    );
    if (!json) terminal.out(`the campaign has ended: ${end.words}\n  driftlab report ${files.folder}\n`);
    return exitCodeOf(summaryOf(campaign, end.verdicts, end.state));
  } catch (error) {
    if (!signal.aborted) throw error;
    if (!json) terminal.out('\nthe page has ended; the campaign goes on\n');
    return exitCodes.interrupted;
  }
}
