// driftlab aa: the lab held against itself, by two arms that are the same thing.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { armsMeant, armWords } from '../../scenario/arm-pattern.js';
import type { Scenario } from '../../scenario/scenario.js';
import { withEngineOptions } from '../engines/engine-option.js';
import { everSameIn, everSameInWords } from '../campaigns/ever-same.js';
import { exitCodes } from '../exit.js';
import type { Laboratory } from '../engines/laboratory.js';
import { jsonOption, keepGoingOption, outOption, wholeNumber } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';
import { startCampaign, type CampaignOptions } from '../start/start-campaign.js';

interface AaOptions extends Omit<CampaignOptions, 'arm' | 'only' | 'trials'> {
  readonly trials: number;
  readonly arm?: string;
}

export function addAa(program: Command, onExit: (code: number) => void, laboratory: Laboratory): void {
  withEngineOptions(program.command('aa'))
    .description(
      'A/A check: one arm as two that are the same in everything, in the same blocks. Exit 0: ' +
        'nothing shows that they differ; 1: they do, so something of the lab or this machine decides ' +
        'how trials end; 2: cannot tell',
    )
    .argument('<scenario>', 'a scenario file, or the name of one that comes with driftlab')
    .option(
      '--arm <name>',
      'the arm to run twice, by name or by levels; best one that drifts now and then; needed when ' +
        'the scenario has several',
    )
    .option('--trials <n>', 'trials of each of the two', wholeNumber(1), 10)
    .option('--seed <n>', "seed of the plan (default: from the scenario's name)", wholeNumber(0))
    .option('--jobs <n>', 'trials at the same time (default: twice the cores, at most 4)', wholeNumber(1))
    .addOption(keepGoingOption())
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  driftlab aa discourse-upgrade --arm start-first\n\nOne campaign shows little. ' +
        'All of those in results/ are read together: they raise an alarm sooner or later if the two ' +
        'ever differ.\n',
    )
    .action(async (path: string, { arm, ...options }: AaOptions) => {
      const code = await startCampaign({
        path,
        options,
        laboratory,
        meant: (scenario) => twice(scenario, arm),
      });
      const ever = everSameIn(options.out);
      const { out, err } = openTerminal();
      (options.json === true ? err : out)(`${everSameInWords(ever)}\n`);
      onExit(ever.alarm ? exitCodes.expectationNotMet : code);
    });
}

/** The scenario with this arm and its double, and nothing expected of either. */
function twice(scenario: Scenario, arm: string | undefined): Scenario {
  const meant = arm === undefined ? scenario.arms : armsMeant(arm, scenario.arms);
  const [one] = meant;
  if (one === undefined || meant.length > 1) {
    throw new LabError(
      'bad-input',
      `${arm === undefined ? 'the scenario' : `--arm ${arm}`} means ${String(meant.length)} arms, ` +
        'and an A/A check is of one',
      { hint: `name it: --arm ${armWords(scenario.arms).join(' or ')}` },
    );
  }
  return {
    ...scenario,
    name: `${scenario.name}-aa`,
    question: `Do two arms that are both ${one.name} come out the same?`,
    arms: ['same-1', 'same-2'].map((name) => ({ ...one, name, factors: { arm: name } })),
    loadPlaces: new Map(),
    until: null,
    search: null,
    expect: [],
  };
}
