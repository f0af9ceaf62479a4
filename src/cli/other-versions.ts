// Versions of the recipe that others deploy in a trial: looked for before anything boots, as base and head
// are.
import { actions } from '../actions/index.js';
import { LabError } from '../base/lab-error.js';
import { checkRecipe, overlayTexts } from '../recipe/index.js';
import type { Arm } from '../scenario/scenario.js';

/** What is wrong with them, each in a sentence. */
export async function otherVersionProblems(
  { settings: { recipe, actions: meant } }: Arm,
  scenarioDir: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { action, options } of meant) {
    for (const { commit, overlays } of actions[action]?.versions(options) ?? []) {
      const other = { recipe: { ...recipe, head: commit ?? recipe.head }, pins: null, scenarioDir };
      if (commit !== null) problems.push(...(await checkRecipe(other, signal)).problems);
      problems.push(...(await missingOverlays(overlays, scenarioDir)));
    }
  }
  return problems;
}

async function missingOverlays(overlays: readonly string[], scenarioDir: string): Promise<readonly string[]> {
  try {
    await overlayTexts(overlays, scenarioDir);
    return [];
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'bad-input') throw error;
    return [error.message];
  }
}
