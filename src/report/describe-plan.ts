// What a plan would do, in words, before anything is done.
import { counted } from '../base/counted.js';
import { formatAmount, formatDuration, formatPercent } from '../base/units.js';
import { estimateMs, type Paces } from '../plan/estimate.js';
import type { DrawnAction, DrawnLoad, Plan } from '../plan/plan.js';
import { engineTraits } from '../scenario/engines/index.js';
import { countWords } from './event-words.js';
import type { OneArmRule, PairRule, StopRule } from '../plan/stop-rule.js';

/**
 * Arms, trials in order with what was drawn for each, when it stops, what is touched and how long it takes;
 * ends with a newline.
 */
export function describePlan(plan: Plan, jobs: number, paces?: Paces): string {
  const arms = plan.arms.map(({ name, settings }) => {
    const overlays = `${overlaysIn('overlays', settings.overlays)}${sidesIn(settings)}`;
    const beside = settings.neighbours.length === 0 ? '' : `, beside ${settings.neighbours.join(', ')}`;
    const steps = [settings.steps?.afterBase, settings.steps?.afterHead].flatMap((words, index) =>
      words == null ? [] : [`, ${index === 0 ? 'after-base' : 'after-head'} ${words.join(' ')}`],
    );
    return (
      `  ${name}: ${settings.recipe.name} ` +
      `${[settings.recipe.base, ...(settings.recipe.through ?? []), settings.recipe.head].join(' -> ')} by ` +
      `${settings.deployer}${overlays}${beside}${steps.join('')}`
    );
  });
  const trials = plan.trials.map(
    ({ id, arm, block, load, actions }) =>
      `  ${id}  block ${String(block)}  ${arm}  ` +
      [load.map(describeLoad).join('; ') || 'no load', ...actions.map(describeAction)].join('; '),
  );
  return [
    `${plan.scenario}: ${counted(plan.arms.length, 'arm')}, ${counted(plan.trials.length, 'trial')}, seed ` +
      String(plan.seed),
    ...describeFactors(plan),
    ...(plan.count === 'not-held' ? [] : ['', `Counts only trials that ${countWords(plan.count).past}`]),
    '',
    'Arms',
    ...arms,
    '',
    'Trials in launch order',
    ...trials,
    ...describeStop(plan.stop),
    '',
    'Touches',
    `  ${touchedEngines(plan, atOnce(plan, jobs)).join('; ')}; one folder in results/, caches of images ` +
      'and fixture repositories; nothing else',
    `Takes ${plan.stop === null ? '' : 'at most '}about ` +
      `${formatDuration(estimateMs(plan, jobs, paces))} at ` +
      `${counted(atOnce(plan, jobs), 'trial')} at a time`,
    '',
  ].join('\n');
}

function overlaysIn(what: string, files: readonly string[]): string {
  return files.length === 0 ? '' : `, ${what} ${files.join(', ')}`;
}

/** What one side alone has; the values of variables are left out. */
function sidesIn({ sides }: Plan['arms'][number]['settings']): string {
  if (sides === undefined) return '';
  return (['base', 'head'] as const)
    .flatMap((side) => {
      const { overlays, env } = sides[side];
      const names = Object.keys(env);
      return [
        overlaysIn(`${side} overlays`, overlays),
        names.length === 0 ? '' : `, ${side} env ${names.join(', ')}`,
      ];
    })
    .join('');
}

/** A campaign of fewer trials than may run at a time never has as many. */
function atOnce({ trials }: Plan, jobs: number): number {
  return Math.min(jobs, trials.length);
}

function touchedEngines({ arms, trials }: Plan, most: number): readonly string[] {
  const engines = arms.map(({ settings }) => engineTraits(settings.engine));
  const envelopes = [...new Set(engines.flatMap(({ size }) => size ?? []))];
  const existing = [...new Set(engines.flatMap(({ place }) => place ?? []))];
  const stacks = [...new Set(trials.flatMap(({ runs }) => runs.map(({ stack }) => stack)))];
  return [
    ...(envelopes.length === 0
      ? []
      : [
          `${counted(most, 'private engine')} of ${envelopes.join(' or ')} at a time` +
            (trials.length > most ? ', and one that is cleaned meanwhile' : ''),
        ]),
    ...existing.map(
      (where) =>
        `the existing engine (${where}): the stacks ${stacks.join(', ')}, loads and images of the ` +
        `lab's own, all removed again`,
    ),
  ];
}

/** Factors with their levels, and how many cells they make. */
function describeFactors({ arms }: Plan): readonly string[] {
  const factors = Object.keys(arms[0]?.factors ?? {});
  if (factors.length < 2) return [];
  const levels = factors.map((factor) => [...new Set(arms.map((arm) => arm.factors[factor] ?? ''))]);
  const all = levels.reduce((product, ofOne) => product * ofOne.length, 1);
  const left = all === arms.length ? '' : `, ${String(all - arms.length)} of ${String(all)} left out`;
  return [
    '',
    `Factors (${levels.map((ofOne) => String(ofOne.length)).join(' × ')}: ${String(arms.length)} ` +
      `cells${left})`,
    ...factors.map((factor, index) => `  ${factor}: ${(levels[index] ?? []).join(', ')}`),
  ];
}

/**
 * The question, how many trials the answer is expected to take, and how often it may be wrong: exact numbers
 * of the compiled rule.
 */
function describeStop(stop: StopRule | null): readonly string[] {
  if (stop === null) return [];
  if (stop.question === 'half-fails')
    return [
      '',
      `Searches the ${stop.injector} load at which half of the upgrades of ${stop.of} fail`,
      `  ${String(stop.levels.length)} levels, at most ${String(stop.trialsMax)} valid trials, each ` +
        `where most is to be learnt; rule ${stop.sha256.slice(0, 12)}`,
    ];
  return [
    '',
    ...(stop.question === 'decided' ? describePairs(stop) : describeArm(stop)),
    '  probability of a wrong answer at most ' +
      `${stop.question === 'decided' ? formatPercent(stop.errors.alpha) : stop.errors.alpha > stop.errors.beta ? formatPercent(stop.errors.alpha) : formatPercent(stop.errors.beta)}; ` +
      `rule ${stop.sha256.slice(0, 12)}`,
  ];
}

function describePairs({
  a,
  b,
  design,
  cap,
  fixed,
  expectedPairs: { atDesign, bothAtA, bothAtB },
}: PairRule): readonly string[] {
  return [
    `Stops when it is decided whether ${a} fails more often than ${b}`,
    `  expected pairs: ${atDesign.toFixed(1)} when they fail in ${formatPercent(design.a)} and ` +
      `${formatPercent(design.b)}, ${bothAtA.toFixed(1)} when both do in ${formatPercent(design.a)}, ` +
      `${bothAtB.toFixed(1)} when both do in ${formatPercent(design.b)}`,
    `  at most ${String(cap)} pairs; a fixed number would be ${String(fixed.n)}; a difference of ` +
      `that size is found ${formatPercent(design.power)} of the time`,
  ];
}

function describeArm({
  question,
  arm,
  design: { p0, p1 },
  expectedTrials: { atP0, atP1 },
  cleanPassAt,
  accept,
  fixed,
}: OneArmRule): readonly string[] {
  const what =
    question === 'reproduced'
      ? `${arm} fails in ${formatPercent(p1)} of upgrades rather than in ${formatPercent(p0)}`
      : `fewer than ${formatPercent(p1)} of upgrades of ${arm} fail`;
  return [
    `Stops when it is decided whether ${what}`,
    `  expected valid trials: ${atP1.toFixed(1)} at a rate of ${formatPercent(p1)}, ` +
      `${atP0.toFixed(1)} at ${formatPercent(p0)}, ${String(cleanPassAt)} if none fails`,
    `  at most ${String(accept.length)}; a fixed number would be ${String(fixed.n)}`,
  ];
}

function describeAction({ action, at, afterMs, options }: DrawnAction): string {
  const written = JSON.stringify(options).replaceAll('"', '');
  return `somebody else: ${action} ${written} at ${at}, after ${formatDuration(afterMs)}`;
}

function describeLoad({ injector, unit, target, during, afterMs, forMs, shape }: DrawnLoad): string {
  const until = forMs === null ? 'until it closes' : `for ${formatDuration(forMs)}`;
  const moving =
    shape.kind === 'steady'
      ? ''
      : ` in ${shape.kind === 'bursts' ? 'bursts' : 'a sawtooth'} of ${formatDuration(shape.everyMs)}`;
  return (
    `${injector} ${formatAmount(target, unit)}${moving} in ${during}, after ` +
    `${formatDuration(afterMs)}, ${until}`
  );
}
