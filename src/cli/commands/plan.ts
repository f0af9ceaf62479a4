// driftlab plan: what `run` would do, without doing it.
import type { Command } from 'commander';
import { formatBytes, formatDuration } from '../../base/units.js';
import type { DrawnLoad, Plan } from '../../plan/plan.js';
import { estimateMs } from '../../plan/estimate.js';
import { exitCodes } from '../exit.js';
import { jsonOption, wholeNumber } from '../options.js';
import { defaultJobs, planOf, type PlanOptions } from '../plan-of.js';
import { requireScenario } from '../scenario-file.js';
import { openTerminal } from '../terminal.js';

interface PlanCommandOptions extends PlanOptions {
  readonly jobs?: number;
  readonly json?: boolean;
}

export function addPlan(program: Command, onExit: (code: number) => void): void {
  program
    .command('plan')
    .description('dry run: arms, trials in order with what was drawn for each, what will be touched, how long it may take')
    .argument('<scenario>', 'a scenario file, or the name of one that comes with driftlab')
    .option('--trials <n>', 'trials of each arm, instead of the scenario\'s own number', wholeNumber(1))
    .option('--seed <n>', 'seed of the plan (default: from the scenario\'s name)', wholeNumber(0))
    .option('--jobs <n>', 'trials at the same time', wholeNumber(1))
    .option('--arm <name...>', 'only these arms, by name or by levels such as order=stop-first')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab plan scenarios/discourse-upgrade.yml --trials 3\n')
    .action((path: string, options: PlanCommandOptions) => {
      const { scenario } = requireScenario(path);
      const plan = planOf(scenario, options);
      openTerminal().out(options.json === true ? `${JSON.stringify(plan, null, 2)}\n` : describe(plan, options.jobs ?? defaultJobs()));
      onExit(exitCodes.done);
    });
}

/** Factors with their levels, and how many cells they make. */
function describeFactors({ arms }: Plan): readonly string[] {
  const factors = Object.keys(arms[0]?.factors ?? {});
  if (factors.length < 2) return [];
  const levels = factors.map((factor) => [...new Set(arms.map((arm) => arm.factors[factor] ?? ''))]);
  const all = levels.reduce((product, ofOne) => product * ofOne.length, 1);
  const left = all === arms.length ? '' : `, ${String(all - arms.length)} of ${String(all)} left out`;
  return ['', `Factors (${levels.map((ofOne) => String(ofOne.length)).join(' × ')}: ${String(arms.length)} cells${left})`, ...factors.map((factor, index) => `  ${factor}: ${(levels[index] ?? []).join(', ')}`)];
}

function describe(plan: Plan, jobs: number): string {
  const arms = plan.arms.map(({ name, settings }) => {
    const overlays = settings.overlays.length === 0 ? '' : `, overlays ${settings.overlays.join(', ')}`;
    return `  ${name}: ${settings.recipe.name} ${settings.recipe.base} -> ${settings.recipe.head} by ${settings.deployer}${overlays}`;
  });
  const trials = plan.trials.map(({ id, arm, block, load }) => `  ${id}  block ${String(block)}  ${arm}  ${load.map(describeLoad).join('; ') || 'no load'}`);
  const envelopes = [...new Set(plan.arms.map(({ settings }) => formatBytes(settings.engine.memoryBytes)))];
  return [
    `${plan.scenario}: ${String(plan.arms.length)} arms, ${String(plan.trials.length)} trials, seed ${String(plan.seed)}`,
    ...describeFactors(plan),
    '', 'Arms', ...arms, '', 'Trials in launch order', ...trials, '',
    'Touches', `  up to ${String(jobs + 1)} private engines of ${envelopes.join(' or ')}, one folder in results/, caches of images and fixture repositories; nothing else`,
    `Takes about ${formatDuration(estimateMs(plan, jobs))} at ${String(jobs)} trials at a time`, '',
  ].join('\n');
}

function describeLoad({ injector, targetBytes, during, afterMs, forMs }: DrawnLoad): string {
  const until = forMs === null ? 'until it closes' : `for ${formatDuration(forMs)}`;
  return `${injector} ${formatBytes(targetBytes)} in ${during}, after ${formatDuration(afterMs)}, ${until}`;
}
