// driftlab check: is this a scenario? Every problem at once.
import type { Command } from 'commander';
import { exitCodes } from '../exit.js';
import { jsonOption } from '../options.js';
import { formatProblems, readScenario } from '../scenario-file.js';
import { openTerminal } from '../terminal.js';

export function addCheck(program: Command, onExit: (code: number) => void): void {
  program
    .command('check')
    .description('validate scenario files: every problem with file, line and column; nothing is touched')
    .argument('<scenario...>', 'scenario files')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab check scenarios/*.yml\n')
    .action((paths: readonly string[], options: { readonly json?: boolean }) => { onExit(check(paths, options.json === true)); });
}

function check(paths: readonly string[], json: boolean): number {
  const { out } = openTerminal();
  const read = paths.map(readScenario);
  if (json) {
    out(`${JSON.stringify(read.map(({ path, problems }) => ({ path, ok: problems === null, problems: problems ?? [] })), null, 2)}\n`);
  } else {
    for (const { path, scenario, problems } of read) {
      out(problems === null ? `${path}: ok (${String(scenario.arms.length)} arm${scenario.arms.length === 1 ? '' : 's'})\n` : `${formatProblems(path, problems)}\n`);
    }
  }
  return read.every(({ problems }) => problems === null) ? exitCodes.done : exitCodes.badInput;
}
