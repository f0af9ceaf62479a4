// driftlab clean: removes what an earlier run left on disk, and says what.
import type { Command } from 'commander';
import { defaultStateDir, findLeftovers, removeLeftovers } from '../../engine/index.js';
import { exitCodes } from '../exit.js';
import { jsonOption } from '../options.js';
import { openTerminal } from '../terminal.js';

export function addClean(program: Command, onExit: (code: number) => void): void {
  program
    .command('clean')
    .description('remove whatever an earlier run left; engines that are in use are not touched')
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab clean --dry-run\n')
    .action(async (options: { readonly dryRun?: boolean; readonly json?: boolean }) => {
      const { out, json } = openTerminal();
      const leftovers = findLeftovers(defaultStateDir());
      if (options.dryRun !== true) await removeLeftovers(leftovers);
      if (options.json === true) json(leftovers);
      else if (leftovers.length === 0) out('nothing was left behind\n');
      else for (const { what } of leftovers) out(`${options.dryRun === true ? 'would remove' : 'removed'} ${what}\n`);
      onExit(exitCodes.done);
    });
}
