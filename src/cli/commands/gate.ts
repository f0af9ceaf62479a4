// driftlab gate: is the rate of failed upgrades below what is asked for? Stops as soon as it knows.
import { Option, type Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import type { Arm, Count, Scenario, Until } from '../../scenario/scenario.js';
import { armsMeant, armWords } from '../../scenario/arm-pattern.js';
import { wayOut } from '../../scenario/wording.js';
import { withEngineOptions } from '../engines/engine-option.js';
import { durationOption, jsonOption, keepGoingOption, outOption, percent, wholeNumber } from '../options.js';
import type { Laboratory } from '../engines/laboratory.js';
import { startCampaign, type CampaignOptions } from '../start/start-campaign.js';

interface GateOptions extends Omit<CampaignOptions, 'arm' | 'only' | 'trials'> {
  readonly rateBelow?: number;
  /** Name of a check, and the share of upgrades that do not hold of which it may say good. */
  readonly check?: string;
  readonly missedBelow?: number;
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
    .option('--rate-below <percent>', 'the rate that must be undercut, like 10%', percent)
    .option(
      '--check <name>',
      'prove a check of the scenario instead: how often it says good of what did not hold',
    )
    .option('--missed-below <percent>', 'with --check: the rate of misses that must be undercut', percent)
    .option(
      '--good-rate <percent>',
      'a rate at which the gate is to pass (default: a tenth of the rate)',
      percent,
    )
    .addOption(
      new Option(
        '--confidence <percent>',
        'one minus the highest probability of a wrong answer, on either side',
      )
        .default(0.95, '95%')
        .argParser(percent),
    )
    .option('--arm <name>', 'the arm to prove, by name or by levels; needed when the scenario has several')
    .option('--seed <n>', "seed of the plan (default: from the scenario's name)", wholeNumber(0))
    .option('--jobs <n>', 'trials at the same time (default: twice the cores, at most 4)', wholeNumber(1))
    .addOption(durationOption('--budget <duration>', 'launch no trial after this time, such as 30m'))
    .addOption(keepGoingOption())
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  driftlab gate discourse-upgrade --arm stop-first --rate-below 20%\n' +
        '  driftlab gate checks --arm rolled-back --check guard --missed-below 20%\n',
    )
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

type Question = Pick<GateOptions, 'rateBelow' | 'goodRate' | 'confidence' | 'arm' | 'check' | 'missedBelow'>;

/** The scenario with the gate's question in place of its own. */
function gated(scenario: Scenario, options: Question): Scenario {
  const { goodRate, confidence } = options;
  const { high, count } = askedOf(options);
  const arm = armOf(scenario, options.arm);
  if (options.check !== undefined) requireCheck(arm, options.check);
  const until: Until = {
    question: 'rate-below',
    arm: arm.name,
    high,
    low: goodRate ?? high / 10,
    error: 1 - confidence,
    causes: null,
  };
  return { ...scenario, count: count ?? scenario.count, until, budgetMs: null, expect: [] };
}

/** The rate to undercut, and of what; `count` null: of what the scenario counts. */
function askedOf({ rateBelow, check, missedBelow }: Question): {
  readonly high: number;
  readonly count: Count | null;
} {
  if (rateBelow !== undefined && check === undefined && missedBelow === undefined)
    return { high: rateBelow, count: null };
  if (rateBelow === undefined && check !== undefined && missedBelow !== undefined)
    return { high: missedBelow, count: `missed by ${check}` };
  throw new LabError(
    'bad-input',
    rateBelow !== undefined
      ? 'a gate is of upgrades or of a check, not of both'
      : check === undefined
        ? 'a gate needs a rate that must be undercut'
        : 'a gate of a check needs a rate that must be undercut',
    { hint: 'write --rate-below 10%, or --check NAME --missed-below 5%' },
  );
}

function armOf(scenario: Scenario, arm: string | undefined): Arm {
  const meant = arm === undefined ? scenario.arms : armsMeant(arm, scenario.arms);
  const [one] = meant;
  if (one !== undefined && meant.length === 1) return one;
  const message =
    arm === undefined
      ? `the scenario has ${String(meant.length)} arms, and a gate is of one`
      : `--arm ${arm} means ${String(meant.length)} arms of the scenario, and a gate is of one`;
  throw new LabError('bad-input', message, {
    hint: `name it: --arm ${armWords(scenario.arms).join(' or ')}`,
  });
}

function requireCheck({ settings: { checks = [] } }: Arm, name: string): void {
  const names = checks.map((check) => check.name);
  if (names.includes(name)) return;
  throw new LabError('bad-input', `the scenario has no check "${name}"`, {
    hint:
      names.length === 0
        ? 'name it there: checks: { mine: { command: [./wait.sh] } }'
        : wayOut(name, 'the checks', names),
  });
}
