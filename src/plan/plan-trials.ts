// Scenario + seed -> Plan: randomised permuted blocks, each with every arm once, so that a machine that gets
// slower or busier in the course of a campaign does so to all arms alike.
//
// What is drawn for a block is shared by its arms: where two arms ask for the same range they get the same
// value, and where their ranges differ, the same quantile. Arms of a block so differ in what the arm changes
// and in chance, not in the load they happened to be given. Every draw has labels of its own (block, place of
// the load, field): neither more trials, nor another arm, nor a narrower choice of arms changes what an
// earlier block gets.
import { assert } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import { hash32, randomFrom } from '../base/random.js';
import type { Range } from '../base/units.js';
import { armsMeant, armWords } from '../scenario/arm-pattern.js';
import type { Arm, RecipeSettings, Scenario } from '../scenario/scenario.js';
import type { ActionSettings } from '../scenario/action-settings.js';
import type { LoadSettings } from '../scenario/load-settings.js';
import { listed, wayOut } from '../scenario/wording.js';
import { requirePlannable } from './plan-size.js';
import { capOf, type StopRule } from './stop-rule.js';
import type { DrawnAction, DrawnLoad, Plan, PlannedTrial, RunSpec } from './plan.js';

export interface PlanOptions {
  /**
   * SHA-256 of the text's UTF-8 bytes as lower-case hex; the pure rooms have no cryptography of their own.
   */
  readonly hash: (text: string) => string;
  /** Trials of each arm, instead of the scenario's number. */
  readonly each?: number;
  /** The rule by which the campaign stops; `each` is then its cap and some more. */
  readonly stop?: StopRule;
  /** Names of the arms to run; all by default. */
  readonly arms?: readonly string[];
}

/**
 * The plan for a seed (an integer): same scenario, seed and options, same bytes. An unknown arm, or more than
 * can be planned, is a `bad-input` LabError.
 */
export function planTrials(scenario: Scenario, seed: number, options: PlanOptions): Plan {
  const each =
    options.each ??
    (options.stop === undefined ? scenario.trialsEach : withSpares(capOf(options.stop), options.stop));
  assert(Number.isSafeInteger(seed), `the seed ${String(seed)} is an integer`);
  assert(Number.isSafeInteger(each) && each >= 1, `${String(each)} trials of each arm are at least one`);
  const chosen = chosenArms(scenario.arms, options.arms ?? null);
  requirePlannable(chosen, each);
  const isChosen = new Set(chosen);
  const slots = Array.from({ length: each }, (_, index) => index + 1).flatMap((block) =>
    orderOf(scenario.arms, seed, block)
      .filter((arm) => isChosen.has(arm))
      .map((arm) => ({ block, arm })),
  );
  const names = new Set(chosen.map(({ name }) => name));
  return {
    format: 1,
    scenario: scenario.name,
    seed,
    arms: chosen,
    count: scenario.count,
    expect: scenario.expect.filter(({ arm }) => names.has(arm)),
    trials: slots.map(({ block, arm }, index) =>
      trialOf(
        { arm, loadPlaces: scenario.loadPlaces.get(arm.name) ?? null, block, seed, position: index + 1 },
        options,
      ),
    ),
    stop: options.stop ?? null,
  };
}

/**
 * A trial that showed nothing is made up for by a spare one; a campaign in which more than a fifth showed
 * nothing stops anyway. A search seldom goes to one level more than every third time.
 */
function withSpares(cap: number, { question }: StopRule): number {
  return Math.ceil(cap * (question === 'half-fails' ? 0.4 : 1.25));
}

/** In the scenario's order. */
function chosenArms(arms: readonly Arm[], names: readonly string[] | null): readonly Arm[] {
  if (names === null) return arms;
  const unknown = names.filter((name) => armsMeant(name, arms).length === 0);
  if (unknown.length > 0)
    throw new LabError('bad-input', `the scenario has no arm ${listed(unknown.map((name) => `"${name}"`))}`, {
      hint: unknown
        .map((name) =>
          wayOut(
            name,
            'the arms',
            armWords(arms),
            arms.map((arm) => arm.name),
          ),
        )
        .join('\n  '),
    });
  const chosen = arms.filter((arm) => names.some((name) => armsMeant(name, arms).includes(arm)));
  if (chosen.length === 0)
    throw new LabError('bad-input', 'no arm was chosen', {
      hint: `name one of ${armWords(arms).join(', ')}`,
    });
  return chosen;
}

/** The block's permutation of all arms (Fisher-Yates), of which a choice of arms keeps the order. */
function orderOf(arms: readonly Arm[], seed: number, block: number): readonly Arm[] {
  return randomFrom(seed, 'order', String(block)).shuffled(arms);
}

interface Slot {
  readonly arm: Arm;
  /** Null: the places of its loads are those in its list. */
  readonly loadPlaces: readonly number[] | null;
  readonly block: number;
  readonly seed: number;
  /** From 1, in launch order. */
  readonly position: number;
}

function trialOf({ arm, loadPlaces, block, seed, position }: Slot, options: PlanOptions): PlannedTrial {
  return {
    id: String(position).padStart(3, '0'),
    arm: arm.name,
    block,
    seed: hash32([String(seed), 'trial', String(block), arm.name].join('\0')),
    load: arm.settings.load.map((load, index) =>
      drawn(load, { seed, block, index: loadPlaces?.[index] ?? index }),
    ),
    actions: arm.settings.actions.map((action, index) => drawnAction(action, { seed, block, index })),
    runs: runsOf(arm, seed, block, options),
  };
}

interface DrawPlace {
  readonly seed: number;
  readonly block: number;
  /** Of the load or action in its arm's list, or of the load among those of all factors. */
  readonly index: number;
}

function drawn(
  { injector, options, unit, amount, during, after, for: lasting, ramp, shape, everyMs, band }: LoadSettings,
  { seed, block, index }: DrawPlace,
): DrawnLoad {
  const draw = (field: string, { low, high }: Range): number =>
    randomFrom(seed, 'load', String(block), String(index), field).integer(low, high);
  return {
    injector,
    ...(typeof options === 'object' && options !== null ? { options } : {}),
    unit,
    target: draw('amount', amount),
    during,
    afterMs: draw('after', after),
    forMs: lasting === null ? null : draw('for', lasting),
    rampMs: draw('ramp', ramp),
    shape:
      shape === 'steady' || everyMs === null
        ? { kind: 'steady' }
        : shape === 'sawtooth'
          ? { kind: shape, everyMs }
          : {
              kind: shape,
              everyMs,
              seed: hash32([String(seed), 'bursts', String(block), String(index)].join('\0')),
            },
    band,
  };
}

function drawnAction(
  { action, at, after, options }: ActionSettings,
  { seed, block, index }: DrawPlace,
): DrawnAction {
  const random = randomFrom(seed, 'action', String(block), String(index));
  return { action, at, afterMs: random.integer(after.low, after.high), options };
}

/**
 * Runs of one stack have its name in common; runs apart are told apart as runs of other pull requests are.
 */
function runsOf(
  { settings: { recipe, domainSuffix, stacks } }: Arm,
  seed: number,
  block: number,
  { hash }: PlanOptions,
): readonly RunSpec[] {
  return Array.from({ length: stacks.concurrent }, (_, index) => {
    const run = `r${String(index + 1)}`;
    const stack = stackOf(
      stacks.share === 'stack' || index === 0
        ? recipe
        : { ...recipe, pr: `${recipe.pr}.${String(index + 1)}` },
      hash,
    );
    const startAfterMs =
      index === 0 ? 0 : randomFrom(seed, 'stacks', String(block), run).integer(0, stacks.startWithinMs);
    return { run, stack, domain: `${stack}.${domainSuffix}`, startAfterMs };
  });
}

/** As the harness names a run: equal for equal recipe, pull request and ref. */
function stackOf(
  { name, pr, head }: Pick<RecipeSettings, 'name' | 'pr' | 'head'>,
  hash: PlanOptions['hash'],
): string {
  return `${name.slice(0, 4)}-${hash([name, pr, head].join('|')).slice(0, 6)}`;
}
