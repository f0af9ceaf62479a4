// The recipes of a plan, opened before anything boots: what base and head are, what will not work, and what
// is risky.
import type { Paces } from '../../plan/estimate.js';
import type { Pace } from '../../plan/pace.js';
import { checkRecipe, type RecipeCheck, type RecipeQuestion, type SideEnvs } from '../../recipe/index.js';
import type { Arm, Settings } from '../../scenario/scenario.js';
import { settingsAt } from '../../scenario/sides.js';
import { armFindings } from './arm-findings.js';
import { otherVersions, type OtherVersions } from './other-versions.js';

export interface OpenedRecipes {
  /** Arm -> what was found of its recipe. */
  readonly checks: ReadonlyMap<string, RecipeCheck>;
  /** Arm -> what was found of its versions besides base and head. */
  readonly others: ReadonlyMap<string, OtherVersions>;
  /** What will not work, each in a sentence with the way out. */
  readonly problems: readonly string[];
  /** Why nothing could be found out of a recipe that is elsewhere. */
  readonly unreached: readonly string[];
  /** What is worth knowing, each in a sentence. */
  readonly notes: readonly string[];
  /** What the recipes say of their time. */
  readonly paces: Paces;
}

export interface Opening {
  readonly scenarioDir: string;
  /** Whether trials begin right after. */
  readonly trialsFollow?: boolean;
}

/** Each recipe is opened once, however many arms deploy it. */
export async function openRecipes(
  arms: readonly Arm[],
  { scenarioDir, trialsFollow = false }: Opening,
  signal: AbortSignal,
): Promise<OpenedRecipes> {
  const check = checkedOnce(signal);
  const checks = new Map<string, RecipeCheck>();
  const others = new Map<string, OtherVersions>();
  const paces = new Map<string, Pace>();
  const [problems, notes, unreached] = [new Said(), new Said(), new Said()];
  for (const arm of arms) {
    const { recipe, pinned: pins } = arm.settings;
    const envs = sideEnvs(arm.settings);
    const own = await check({ recipe, pins, scenarioDir, envs, trialsFollow });
    const beside = await otherVersions(arm, { scenarioDir, envs, check });
    checks.set(arm.name, own);
    others.set(arm.name, beside);
    const found = await armFindings(arm, { check: own, others: beside, scenarioDir });
    (own.reached ? problems : unreached).add(arm.name, own.problems);
    unreached.add(arm.name, beside.unreached);
    problems.add(arm.name, [...beside.problems, ...found.problems]);
    notes.add(arm.name, found.notes);
    if (found.pace !== null) paces.set(arm.name, found.pace);
  }
  const all = (said: Said): readonly string[] => said.inAll(arms.length);
  return { checks, others, paces, problems: all(problems), notes: all(notes), unreached: all(unreached) };
}

const armsNamed = 3;

/** Sentences, each with the arms of which it was said. */
class Said {
  readonly #arms = new Map<string, readonly string[]>();

  add(arm: string, sentences: readonly string[]): void {
    for (const one of new Set(sentences)) this.#arms.set(one, [...(this.#arms.get(one) ?? []), arm]);
  }

  /** Named are the arms where it holds for some of them. */
  inAll(arms: number): readonly string[] {
    return [...this.#arms].map(([sentence, of]) => {
      if (of.length === arms) return sentence;
      const more = of.length > armsNamed ? ` and ${String(of.length - armsNamed)} more` : '';
      return `in ${of.slice(0, armsNamed).join(', ')}${more}: ${sentence}`;
    });
  }
}

/** The same question is asked once; its variables are part of it, since each may stand in a compose file. */
function checkedOnce(signal: AbortSignal): (question: RecipeQuestion) => Promise<RecipeCheck> {
  const known = new Map<string, Promise<RecipeCheck>>();
  return (question) => {
    const key = JSON.stringify(question);
    const check = known.get(key) ?? checkRecipe(question, signal);
    known.set(key, check);
    return check;
  };
}

function sideEnvs(settings: Settings): SideEnvs {
  return {
    base: settingsAt(settings, 'base').env,
    head: settingsAt(settings, 'upgrade').env,
    sample: settings.sides?.head.sample ?? true,
  };
}
