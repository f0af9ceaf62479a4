// Versions of the recipe besides base and head: those on the way to the head, and those that others deploy in
// a trial. They are looked for before anything boots, as base and head are.
import { actions } from '../../actions/index.js';
import { LabError } from '../../base/lab-error.js';
import {
  movedInWords,
  overlayTexts,
  type RecipeCheck,
  type RecipeQuestion,
  type Side,
  type SideEnvs,
} from '../../recipe/index.js';
import type { Arm } from '../../scenario/scenario.js';

export interface OtherVersions {
  /** What is wrong with them, each in a sentence. */
  readonly problems: readonly string[];
  /** Why nothing could be found out of them. */
  readonly unreached: readonly string[];
  /** Ref -> what it is, for all trials. */
  readonly commits: Readonly<Record<string, string>>;
  /** The versions on the way as they are deployed, in order; those that cannot be read are left out. */
  readonly onTheWay: readonly WayVersion[];
  /** Refs that named another commit when the plan was pinned, each in words. */
  readonly moved: readonly string[];
}

export interface WayVersion {
  readonly ref: string;
  readonly side: Side;
}

export interface Looking {
  readonly scenarioDir: string;
  readonly envs?: SideEnvs;
  readonly check: (question: RecipeQuestion) => Promise<RecipeCheck>;
}

export async function otherVersions(
  { settings: { recipe, actions: meant, pinned } }: Arm,
  { scenarioDir, envs, check }: Looking,
): Promise<OtherVersions> {
  const [problems, unreached, moved]: [string[], string[], string[]] = [[], [], []];
  const commits: Record<string, string> = {};
  const onTheWay: WayVersion[] = [];
  const ofRecipe = (recipe.through ?? []).map((commit) => ({ commit, overlays: [], called: 'then' }));
  const ofActions = meant
    .flatMap(({ action, options }) => actions[action]?.versions(options) ?? [])
    .map((version) => ({ ...version, called: 'deploy of' }));
  for (const { commit: ref, overlays, called } of [...ofRecipe, ...ofActions]) {
    problems.push(...(await missingOverlays(overlays, scenarioDir)));
    if (ref === null) continue;
    const head = pinned?.others?.[ref];
    const pins = pinned === null || head === undefined ? null : { base: pinned.base, head };
    const asked = { recipe: { ...recipe, head: ref }, pins, scenarioDir, called };
    const found = await check(envs === undefined ? asked : { ...asked, envs });
    (found.reached ? problems : unreached).push(...found.problems);
    moved.push(...found.moved.filter((one) => one.ref === ref).map(movedInWords));
    if (found.commits !== null) commits[ref] = found.commits.head;
    if (called === 'then' && found.sides !== null) onTheWay.push({ ref, side: found.sides.head });
  }
  return { problems, unreached, commits, onTheWay, moved };
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
