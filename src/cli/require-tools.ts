// Refuses before anything starts what could not end well: no engine here, no abra where one deploys, a recipe
// that is not what the scenario says, or compose files without the service under test. What base and head are
// is found out here, once for all trials.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { checks as checkFamily } from '../checks/index.js';
import { deployers } from '../deployers/index.js';
import { requirePrivateEngines, type ExistingCheck } from '../engine/index.js';
import type { Plan } from '../plan/plan.js';
import { checkRecipe, movedInWords, overlayTexts, type RecipeCheck } from '../recipe/index.js';
import type { Arm, PinnedCommits } from '../scenario/scenario.js';
import { deployerBinaries } from './abra-provenance.js';
import { programsOf } from './engine-programs.js';
import { checkExistingEngines } from './existing-engines.js';
import { otherVersions, type OtherVersions } from './other-versions.js';

const checkMsMax = 60_000;

/** What was found before the first trial. */
export interface RequiredTools {
  readonly existing: readonly ExistingCheck[];
  /** Arm -> what its base and head are. */
  readonly commits: ReadonlyMap<string, PinnedCommits>;
  /** Refs that named another commit when the plan was pinned, each in words. */
  readonly moved: readonly string[];
}

/**
 * Throws `missing-tool` when private engines are wanted and cannot run here or a deployer's program is
 * missing, `bad-input` with every problem of the arms' recipes, and whatever speaks against an existing
 * engine.
 */
export async function requireTools(
  { arms, trials }: Pick<Plan, 'arms' | 'trials'>,
  scenarioDir: string,
): Promise<RequiredTools> {
  for (const programs of programsOf(arms, scenarioDir)) requirePrivateEngines(programs);
  for (const { settings } of arms) deployers[settings.deployer]?.requires?.({ settings, scenarioDir });
  for (const { settings } of arms)
    for (const { check, options } of settings.checks ?? [])
      checkFamily[check]?.requires(options, scenarioDir);
  await deployerBinaries(arms, scenarioDir);
  const checks = await checkRecipes(arms, scenarioDir);
  checkNeighbours(arms, scenarioDir);
  const found = arms.map((arm) => ({ arm, check: checks.get(recipeKey(arm)) }));
  const problems = new Set([...checks.values()].flatMap(({ problems: own }) => own));
  for (const { arm, check } of found)
    for (const problem of await composeProblems(arm, check, scenarioDir)) problems.add(problem);
  const others = new Map<string, OtherVersions>();
  for (const arm of arms) {
    const found = await otherVersions(arm, scenarioDir, AbortSignal.timeout(checkMsMax));
    others.set(arm.name, found);
    for (const problem of found.problems) problems.add(problem);
  }
  if (problems.size > 0)
    throw new LabError(
      'bad-input',
      `the recipe cannot be used:\n${[...problems].map((problem) => `  ${problem}`).join('\n')}`,
    );
  return {
    existing: await checkExistingEngines({ arms, trials }, scenarioDir),
    commits: new Map(
      found.flatMap(({ arm, check }) =>
        check?.commits == null
          ? []
          : [[arm.name, withOthers(check.commits, others.get(arm.name)?.commits ?? {})] as const],
      ),
    ),
    moved: [
      ...new Set([
        ...[...checks.values()].flatMap(({ moved }) => moved.map(movedInWords)),
        ...[...others.values()].flatMap(({ moved }) => moved),
      ]),
    ],
  };
}

function withOthers(commits: PinnedCommits, others: OtherVersions['commits']): PinnedCommits {
  return Object.keys(others).length === 0 ? commits : { ...commits, others };
}

/** Each recipe once, however many arms deploy it. */
async function checkRecipes(
  arms: readonly Arm[],
  scenarioDir: string,
): Promise<ReadonlyMap<string, RecipeCheck>> {
  const signal = AbortSignal.timeout(checkMsMax);
  const checks = new Map<string, RecipeCheck>();
  for (const arm of arms) {
    const { recipe, pinned: pins, env } = arm.settings;
    if (!checks.has(recipeKey(arm)))
      checks.set(recipeKey(arm), await checkRecipe({ recipe, pins, scenarioDir, env }, signal));
  }
  return checks;
}

/** Of the variables, only those by which a recipe is looked at. */
function recipeKey({ settings: { recipe, pinned, env } }: Arm): string {
  return JSON.stringify([recipe, pinned, env['COMPOSE_FILE'], env['COMPOSE_PATH_SEPARATOR']]);
}

/** What is wrong with the overlays, or with the base under them; only where the recipe itself is sound. */
async function composeProblems(
  { settings }: Arm,
  check: RecipeCheck | undefined,
  scenarioDir: string,
): Promise<readonly string[]> {
  if (check?.baseCompose == null) return [];
  try {
    const compose = [...check.baseCompose, ...(await overlayTexts(settings.overlays, scenarioDir))];
    const objection =
      deployers[settings.deployer]?.objection?.({ compose, service: settings.service }) ?? null;
    return objection === null
      ? []
      : [`base ${settings.recipe.base}: ${objection} (name the one that is meant: service: NAME)`];
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'bad-input') throw error;
    return [error.hint === null ? error.message : `${error.message} (${error.hint})`];
  }
}

function checkNeighbours(arms: readonly Arm[], scenarioDir: string): void {
  const missing = arms
    .flatMap(({ settings }) => settings.neighbours)
    .find((path) => !existsSync(resolve(scenarioDir, path)));
  if (missing !== undefined)
    throw new LabError('bad-input', `there is no compose file ${missing} for a neighbour`, {
      hint: "the path is relative to the scenario's folder",
    });
}
