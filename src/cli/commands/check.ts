// driftlab check: is this a scenario? Every problem at once.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import type { Scenario } from '../../scenario/scenario.js';
import { overBudget } from '../budget.js';
import { wholeMachine } from '../../engine/index.js';
import { exitCodes } from '../exit.js';
import { beyondHost } from '../host-limits.js';
import { jsonOption } from '../options.js';
import { jobsFor, planOf } from '../plan-of.js';
import { formatProblems, readScenario } from '../scenario-file.js';
import { openTerminal } from '../terminal.js';

export function addCheck(program: Command, onExit: (code: number) => void): void {
  program
    .command('check')
    .description('validate scenario files: every problem with file, line and column; nothing is touched')
    .argument('<scenario...>', 'scenario files')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab check scenarios/*.yml\n')
    .action((paths: readonly string[], options: { readonly json?: boolean }) => {
      onExit(check(paths, options.json === true));
    });
}

function check(paths: readonly string[], json: boolean): number {
  const { out, json: print } = openTerminal();
  const read = paths
    .map(readScenario)
    .map((file) => ({ ...file, over: file.scenario === null ? null : beyond(file.scenario) }));
  if (json) {
    print(
      read.map(({ path, problems, over }) => ({
        path,
        ok: problems === null && over === null,
        problems: problems ?? [],
        ...(over === null ? {} : { beyond: over.message }),
      })),
    );
  } else {
    for (const { path, scenario, problems, over } of read) {
      if (problems !== null) out(`${formatProblems(path, problems)}\n`);
      else if (over !== null) out(`${path}: ${over.message}\n    ${over.hint ?? ''}\n`);
      else out(`${path}: ok (${String(scenario.arms.length)} arm${scenario.arms.length === 1 ? '' : 's'})\n`);
    }
  }
  return read.every(({ problems, over }) => problems === null && over === null)
    ? exitCodes.done
    : exitCodes.badInput;
}

/**
 * What the scenario asks for beyond what can be planned, its own budget, or what this machine has even for
 * one trial at a time.
 */
function beyond(scenario: Scenario): LabError | null {
  try {
    const plan = planOf(scenario, {});
    return overBudget(plan, jobsFor(plan), scenario.budgetMs) ?? beyondHost(plan, 1, wholeMachine());
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-input') return error;
    throw error;
  }
}
