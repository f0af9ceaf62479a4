// Versions of the recipe besides base and head: those on the way to the head, and those that others deploy in
// a trial. They are looked for before anything boots, as base and head are.
import { actions } from '../../actions/index.js';
import { LabError } from '../../base/lab-error.js';
import { checkRecipe, movedInWords, overlayTexts } from '../../recipe/index.js';
import type { Arm } from '../../scenario/scenario.js';

export interface OtherVersions {
  /** What is wrong with them, each in a sentence. */
  readonly problems: readonly string[];
  /** Ref -> what it is, for all trials. */
  readonly commits: Readonly<Record<string, string>>;
  /** Refs that named another commit when the plan was pinned, each in words. */
  readonly moved: readonly string[];
}

export async function otherVersions(
  { settings: { recipe, actions: meant, pinned } }: Arm,
  scenarioDir: string,
  signal: AbortSignal,
): Promise<OtherVersions> {
  const [problems, moved]: [string[], string[]] = [[], []];
  const commits: Record<string, string> = {};
  const onTheWay = (recipe.through ?? []).map((commit) => ({ commit, overlays: [] }));
  const ofActions = meant.flatMap(({ action, options }) => actions[action]?.versions(options) ?? []);
  for (const { commit: ref, overlays } of [...onTheWay, ...ofActions]) {
    problems.push(...(await missingOverlays(overlays, scenarioDir)));
    if (ref === null) continue;
    const head = pinned?.others?.[ref];
    const pins = pinned === null || head === undefined ? null : { base: pinned.base, head };
    const check = await checkRecipe({ recipe: { ...recipe, head: ref }, pins, scenarioDir }, signal);
    problems.push(...check.problems);
    moved.push(...check.moved.filter((one) => one.ref === ref).map(movedInWords));
    if (check.commits !== null) commits[ref] = check.commits.head;
  }
  return { problems, commits, moved };
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
