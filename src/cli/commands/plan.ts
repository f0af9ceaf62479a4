// driftlab plan: what `run` would do, without doing it.
import type { Command } from 'commander';
import { describePlan } from '../../report/index.js';
import { onEngine, withEngineOptions, type EngineOptions } from '../engines/engine-option.js';
import { exitCodes } from '../exit.js';
import { jsonOption, wholeNumber } from '../options.js';
import { overBudget } from '../preflight/budget.js';
import { jobsFor, planOf, type PlanOptions } from '../start/plan-of.js';
import { exitCodeOfLook, lookAtRecipes, lookInWords } from '../preflight/look.js';
import { requireScenario } from '../files/scenario-file.js';
import { openTerminal } from '../terminal/terminal.js';

interface PlanCommandOptions extends PlanOptions, EngineOptions {
  readonly jobs?: number;
  readonly json?: boolean;
}

export function addPlan(program: Command, onExit: (code: number) => void): void {
  withEngineOptions(program.command('plan'))
    .description(
      'dry run: arms, trials in order with what was drawn for each, what will be touched, how long ' +
        'it may take',
    )
    .argument('<scenario>', 'a scenario file, or the name of one that comes with driftlab')
    .option('--trials <n>', "trials of each arm, instead of the scenario's own number", wholeNumber(1))
    .option('--seed <n>', "seed of the plan (default: from the scenario's name)", wholeNumber(0))
    .option('--jobs <n>', 'trials at the same time', wholeNumber(1))
    .option('--arm <name...>', 'only these arms, by name or by levels such as order=stop-first')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit codes: those of driftlab check\n\nExample:\n  driftlab plan scenarios/discourse-upgrade.yml --trials 3\n',
    )
    .action(async (path: string, options: PlanCommandOptions) => {
      const { scenario, dir } = requireScenario(path);
      const plan = await planOf(onEngine(scenario, options), options);
      const { out, err, json } = openTerminal();
      const jobs = jobsFor(plan, options.jobs);
      const over = overBudget(plan, jobs, scenario.budgetMs);
      const look = await lookAtRecipes(plan, dir, options.jobs);
      if (options.json === true) json(plan);
      else out(describePlan(plan, jobs, look.paces));
      if (over !== null) err(`${over.message}\n  ${over.hint ?? ''}\n`);
      if (look.problems.length > 0) err('The recipe or its images cannot be used as they are:\n');
      err(lookInWords(look));
      onExit(over === null ? exitCodeOfLook(look) : exitCodes.badInput);
    });
}
