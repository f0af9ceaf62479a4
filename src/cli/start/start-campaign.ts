// From a scenario and options to a campaign that was run: shared by run and probe.
import type { Command } from 'commander';
import type { Scenario } from '../../scenario/scenario.js';
import { overBudget } from '../preflight/budget.js';
import { jobsHere } from '../preflight/host-limits.js';
import { onEngine, withEngineOptions, type EngineOptions } from '../engines/engine-option.js';
import type { Laboratory } from '../engines/laboratory.js';
import { launchNew } from './launch-new.js';
import { durationOption, jsonOption, keepGoingOption, outOption, wholeNumber } from '../options.js';
import { planOf, type PlanOptions } from './plan-of.js';
import { requireScenario } from '../files/scenario-file.js';
import { openTerminal } from '../terminal/terminal.js';

export interface CampaignOptions extends PlanOptions, EngineOptions {
  readonly jobs?: number;
  readonly budget?: number;
  readonly keepGoing?: boolean;
  readonly out: string;
  readonly json?: boolean;
}

/** The argument and options that every command takes which starts a campaign. */
export function withCampaignOptions(command: Command): Command {
  return withEngineOptions(command)
    .argument('<scenario>', 'a scenario file, or the name of one that comes with driftlab')
    .option('--trials <n>', "trials of each arm, instead of the scenario's own number", wholeNumber(1))
    .option(
      '--seed <n>',
      "seed of the plan; the same seed gives the same plan (default: from the scenario's name)",
      wholeNumber(0),
    )
    .option(
      '--jobs <n>',
      'trials at the same time, each on an engine of its own (default: twice the cores, at most 4)',
      wholeNumber(1),
    )
    .option('--arm <name...>', 'only these arms, by name or by levels such as order=stop-first')
    .option('--only <trial>', 'only this trial of the plan')
    .addOption(
      durationOption(
        '--budget <duration>',
        "launch no trial after this time, such as 30m, instead of the scenario's own budget",
      ),
    )
    .addOption(keepGoingOption())
    .addOption(outOption())
    .addOption(jsonOption());
}

export interface CampaignStart {
  /** Of the scenario's file. */
  readonly path: string;
  readonly options: CampaignOptions;
  readonly laboratory: Laboratory;
  /** Makes of the scenario what the command is to run. */
  readonly meant: (scenario: Scenario) => Scenario;
}

/** Returns the exit code. */
export async function startCampaign({ path, options, laboratory, meant }: CampaignStart): Promise<number> {
  const file = requireScenario(path);
  const scenario = meant(onEngine(file.scenario, options));
  const plan = await planOf(scenario, options);
  const { jobs, note } = jobsHere(plan, { asked: options.jobs });
  const terminal = openTerminal();
  if (note !== null) terminal.err(`${note}\n`);
  const budgetMs = options.budget ?? scenario.budgetMs;
  const tooMuch =
    options.budget === undefined || plan.stop !== null ? overBudget(plan, jobs, budgetMs) : null;
  if (tooMuch !== null) throw tooMuch;
  return launchNew({
    file,
    plan,
    question: scenario.question,
    laboratory,
    jobs,
    budgetMs,
    keepGoing: options.keepGoing === true,
    out: options.out,
    json: options.json === true,
    terminal,
  });
}
