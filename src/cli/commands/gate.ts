// driftlab gate: is the rate of failed upgrades below what is asked for? Stops as soon as it knows.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import type { Scenario, Until } from '../../scenario/scenario.js';
import { armsMeant, armWords } from '../../scenario/arm-pattern.js';
import { withEngineOptions } from '../engine-option.js';
import { duration, jsonOption, keepGoingOption, outOption, percent, wholeNumber } from '../options.js';
import type { Laboratory } from '../laboratory.js';
import { startCampaign, type CampaignOptions } from '../start-campaign.js';

interface GateOptions extends Omit<CampaignOptions, 'arm' | 'only' | 'trials'> {
  readonly rateBelow: number;
  readonly goodRate?: number;
  readonly confidence: number;
  readonly arm?: string;
}

export function addGate(program: Command, onExit: (code: number) => void, laboratory: Laboratory): void {
  withEngineOptions(program.command('gate'))
    .description(
      'prove a fix: is the rate of upgrades that do not hold below this, at this confidence? Stops ' +
        'as soon as it knows. Exit 0: it is; 1: it is not; 2: cannot tell',
    )
    .argument('<scenario>', 'a scenario file, or the name of one that comes with driftlab')
    .requiredOption('--rate-below <percent>', 'the rate that must be undercut, like 10%', percent)
    .option(
      '--good-rate <percent>',
      'a rate at which the gate is to pass (default: a tenth of --rate-below)',
      percent,
    )
    .option(
      '--confidence <percent>',
      'one minus the highest probability of a wrong answer, on either side',
      percent,
      0.95,
    )
    .option('--arm <name>', 'the arm to prove, by name or by levels; needed when the scenario has several')
    .option('--seed <n>', "seed of the plan (default: from the scenario's name)", wholeNumber(0))
    .option('--jobs <n>', 'trials at the same time (default: twice the cores, at most 4)', wholeNumber(1))
    .option('--budget <duration>', 'launch no trial after this time', duration)
    .addOption(keepGoingOption())
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab gate discourse-upgrade --arm stop-first --rate-below 20%\n')
    .action(async (path: string, { arm, ...options }: GateOptions) => {
      onExit(
        await startCampaign({
          path,
          options,
          laboratory,
          meant: (scenario) => gated(scenario, { ...options, ...(arm === undefined ? {} : { arm }) }),
        }),
      );
    });
}

/** The scenario with the gate's question in place of its own. */
function gated(
  scenario: Scenario,
  {
    rateBelow,
    goodRate,
    confidence,
    arm,
  }: Pick<GateOptions, 'rateBelow' | 'goodRate' | 'confidence' | 'arm'>,
): Scenario {
  const meant = arm === undefined ? scenario.arms : armsMeant(arm, scenario.arms);
  const [one] = meant;
  if (one === undefined || meant.length > 1) {
    const message =
      arm === undefined
        ? `the scenario has ${String(meant.length)} arms, and a gate is of one`
        : `--arm ${arm} means ${String(meant.length)} arms of the scenario, and a gate is of one`;
    throw new LabError('bad-input', message, {
      hint: `name it: --arm ${armWords(scenario.arms).join(' or ')}`,
    });
  }
  const until: Until = {
    question: 'rate-below',
    arm: one.name,
    high: rateBelow,
    low: goodRate ?? rateBelow / 10,
    error: 1 - confidence,
    causes: null,
  };
  return { ...scenario, until, budgetMs: null, expect: [] };
}
