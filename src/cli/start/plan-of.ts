// From a scenario and what the user said on the command line to a plan.
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { present } from '../../base/assert.js';
import { LabError } from '../../base/lab-error.js';
import { hash32 } from '../../base/random.js';
import { planTrials } from '../../plan/plan-trials.js';
import { searched } from '../../plan/search-arms.js';
import { armsOf, type StopRule } from '../../plan/stop-rule.js';
import { engineTraits } from '../../scenario/engines/index.js';
import type { Plan } from '../../plan/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { compileRule } from '../../statistics/index.js';

export interface PlanOptions {
  /** Trials of each arm, whatever the scenario says of when to stop. */
  readonly trials?: number;
  readonly seed?: number;
  readonly arm?: readonly string[];
  /** Id of the one trial to keep. */
  readonly only?: string;
}

/**
 * Throws `bad-input` for an arm or trial that the scenario does not have. Statistics are loaded where a
 * question has to be compiled.
 */
export async function planOf(scenario: Scenario, options: PlanOptions): Promise<Plan> {
  const compile = scenario.until === null ? null : (await import('../../statistics/index.js')).compileRule;
  return planBy(compile, scenario, options);
}

/** `compile` is needed of a scenario that has a question alone. */
export function planBy(compile: typeof compileRule | null, scenario: Scenario, options: PlanOptions): Plan {
  const { meant, stop } = stopOf(compile, scenario, options.trials !== undefined);
  const arms = stop === null ? options.arm : armsOf(stop);
  const plan = planTrials(meant, options.seed ?? defaultSeed(scenario.name), {
    hash: sha256Hex,
    ...(stop === null ? {} : { stop }),
    ...(options.trials === undefined ? {} : { each: options.trials }),
    ...(arms === undefined ? {} : { arms }),
  });
  return options.only === undefined ? plan : onlyTrial(plan, options.only);
}

/**
 * A number of trials on the command line takes the place of a question, not of a search, which has no arms of
 * its own.
 */
function stopOf(
  compile: typeof compileRule | null,
  scenario: Scenario,
  numbered: boolean,
): { readonly meant: Scenario; readonly stop: StopRule | null } {
  const { search, until } = scenario;
  if (search !== null) {
    if (numbered)
      throw new LabError(
        'bad-input',
        'a search chooses the level of each trial, so it takes no number of trials of each arm',
        { hint: 'leave --trials out, or write trials.search.most into the scenario' },
      );
    const { scenario: meant, rule } = searched(scenario, search, sha256Hex);
    return { meant, stop: rule };
  }
  return {
    meant: scenario,
    stop: until === null || numbered ? null : present(compile, 'compiler of rules')(until, sha256Hex),
  };
}

function onlyTrial(plan: Plan, id: string): Plan {
  const trials = plan.trials.filter((trial) => trial.id === id);
  if (trials.length > 0) return { ...plan, trials, stop: null };
  throw new LabError('bad-input', `the plan has no trial ${id}`, {
    hint: `its trials are ${plan.trials[0]?.id ?? '001'} to ${plan.trials.at(-1)?.id ?? '001'}`,
  });
}

/**
 * Trials at a time. Most of a trial is waiting: twice the cores keeps them busy and changes little of what
 * is measured; each node of an engine counts. On an existing engine one alone, as two would feel each other;
 * throws `bad-input` when more were asked for.
 */
export function jobsFor({ arms, trials }: Plan, asked?: number): number {
  const engines = arms.map(({ settings }) => engineTraits(settings.engine));
  if (engines.every(({ isOwn }) => isOwn)) {
    const nodes = Math.max(...engines.map((engine) => engine.nodes?.length ?? 1));
    const usual = Math.max(1, Math.floor(Math.min(4, 2 * availableParallelism()) / nodes));
    return Math.min(asked ?? usual, trials.length);
  }
  if (asked === undefined || asked === 1) return 1;
  throw new LabError('bad-input', `on an existing engine trials run one at a time, not ${String(asked)}`, {
    hint: 'leave --jobs out',
  });
}

/** A fixed seed for each scenario, so that two people who run it see the same plan. */
function defaultSeed(scenario: string): number {
  return hash32(scenario) % 10_000;
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
