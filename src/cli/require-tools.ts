// Refuses before anything starts what could not end well: no engine here, no abra where one deploys, or a recipe that is not what the scenario says.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { requirePrivateEngines, type ExistingCheck } from '../engine/index.js';
import type { Plan } from '../plan/plan.js';
import { checkRecipe } from '../recipe/index.js';
import type { Arm } from '../scenario/scenario.js';
import { deployerBinaries } from './abra-provenance.js';
import { programsOf } from './engine-programs.js';
import { checkExistingEngines } from './existing-engines.js';

const checkMsMax = 60_000;

/**
 * Throws `missing-tool` when private engines are wanted and cannot run here or a deployer's program is missing, `bad-input` with every
 * problem of the arms' recipes, and whatever speaks against an existing engine. Gives what was found of those.
 */
export async function requireTools({ arms, trials }: Pick<Plan, 'arms' | 'trials'>, scenarioDir: string): Promise<readonly ExistingCheck[]> {
  for (const programs of programsOf(arms, scenarioDir)) requirePrivateEngines(programs);
  await deployerBinaries(arms, scenarioDir);
  const signal = AbortSignal.timeout(checkMsMax);
  const recipes = new Map(arms.map(({ settings }) => [JSON.stringify(settings.recipe), settings.recipe]));
  const problems: string[] = [];
  for (const recipe of recipes.values()) problems.push(...(await checkRecipe(recipe, scenarioDir, signal)));
  checkNeighbours(arms, scenarioDir);
  if (problems.length > 0) throw new LabError('bad-input', `the recipe cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  return checkExistingEngines({ arms, trials }, scenarioDir);
}

function checkNeighbours(arms: readonly Arm[], scenarioDir: string): void {
  const missing = arms.flatMap(({ settings }) => settings.neighbours).find((path) => !existsSync(resolve(scenarioDir, path)));
  if (missing !== undefined) throw new LabError('bad-input', `there is no compose file ${missing} for a neighbour`, { hint: 'the path is relative to the scenario\'s folder' });
}
