// The recipes of a plan, opened before anything boots: what base and head are, what will not work, and what
// is risky.
import { existsSync } from 'node:fs';
import { LabError } from '../../base/lab-error.js';
import { createMask } from '../../base/secrets/index.js';
import type { ComposeText } from '../../compose/read-stack.js';
import { deployers } from '../../deployers/index.js';
import type { Paces } from '../../plan/estimate.js';
import { paceOf, type Pace } from '../../plan/pace.js';
import { checkRecipe, overlayTexts, type RecipeCheck, type SideEnvs } from '../../recipe/index.js';
import type { Arm, Settings } from '../../scenario/scenario.js';
import { settingsAt } from '../../scenario/sides.js';
import { ownEnvNotes, risks, sampleNotes, unsetNotes } from './notes.js';
import { ownFiles } from './own-files.js';
import { deploysByOwnProgram } from './own-programs.js';
import type { SideProblem } from './side-problem.js';
import { readSide, runVariables, type SideReading } from './side-problems.js';

export interface OpenedRecipes {
  /** Arm -> what was found of its recipe. */
  readonly checks: ReadonlyMap<string, RecipeCheck>;
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
  const known = new Map<string, RecipeCheck>();
  const checks = new Map<string, RecipeCheck>();
  const paces = new Map<string, Pace>();
  const [problems, notes, unreached] = [new Said(), new Said(), new Said()];
  for (const arm of arms) {
    const { recipe, pinned: pins } = arm.settings;
    const key = recipeKey(arm);
    const check =
      known.get(key) ??
      (await checkRecipe({ recipe, pins, scenarioDir, envs: sideEnvs(arm.settings), trialsFollow }, signal));
    known.set(key, check);
    checks.set(arm.name, check);
    (check.reached ? problems : unreached).add(arm.name, check.problems);
    const found = await armFindings(arm, check, scenarioDir);
    problems.add(arm.name, found.problems);
    notes.add(arm.name, found.notes);
    if (found.pace !== null) paces.set(arm.name, found.pace);
  }
  const all = (said: Said): readonly string[] => said.inAll(arms.length);
  return { checks, paces, problems: all(problems), notes: all(notes), unreached: all(unreached) };
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

/** Of the variables all: every one may stand in a compose file. */
function recipeKey({ settings }: Arm): string {
  return JSON.stringify([settings.recipe, settings.pinned, sideEnvs(settings)]);
}

function sideEnvs(settings: Settings): SideEnvs {
  return {
    base: settingsAt(settings, 'base').env,
    head: settingsAt(settings, 'upgrade').env,
    sample: settings.sides?.head.sample ?? true,
  };
}

type Findings = Pick<OpenedRecipes, 'problems' | 'notes'>;

interface ArmFindings extends Findings {
  readonly pace: Pace | null;
}

const nothing: ArmFindings = { problems: [], notes: [], pace: null };

async function armFindings(arm: Arm, check: RecipeCheck, scenarioDir: string): Promise<ArmFindings> {
  const { settings } = arm;
  const { sides } = check;
  const own = ownFiles(settings, scenarioDir, sides);
  if (sides === null) return { ...nothing, problems: own };
  const at = { base: settingsAt(settings, 'base'), head: settingsAt(settings, 'upgrade') };
  const read = {
    base: await overlaysOf(at.base.overlays, scenarioDir),
    head: await overlaysOf(at.head.overlays, scenarioDir),
  };
  const unread = [...new Set(Object.values(read))].filter((one) => typeof one === 'string');
  if (typeof read.base === 'string' || typeof read.head === 'string')
    return { ...nothing, problems: [...own, ...unread] };
  const overlays = { base: read.base, head: read.head };
  const base = readSide({
    side: sides.base,
    overlays: overlays.base,
    settings: at.base,
    isThere: existsSync,
  });
  const head = readSide({
    side: sides.head,
    overlays: overlays.head,
    settings: at.head,
    isThere: existsSync,
  });
  const mask = createMask({ envs: [sides.base.env, sides.head.env], names: settings.secrets });
  const pace = paceOf(base.stack, head.stack, settings.service);
  const told = (what: string, problem: SideProblem): string => mask(inWords(what, problem));
  const ofDeployer = objectionsTo({ sides, overlays, settings });
  if (deploysByOwnProgram(settings))
    return {
      pace,
      problems: [...own, ...ofDeployer.problems.map(mask)],
      notes: [...ofDeployer.notes.map(mask), ...mayBeSeenTo(sides, base, head).map(mask)],
    };
  return {
    pace,
    problems: [
      ...own,
      ...ofDeployer.problems.map(mask),
      ...base.problems.filter((one) => !isImage(one)).map((problem) => told(sides.base.what, problem)),
      ...missingImages(sides, base, head),
    ],
    notes: [
      ...ofDeployer.notes.map(mask),
      ...head.problems
        .filter(
          ({ kind, message }) => kind !== 'image' && !base.problems.some((one) => one.message === message),
        )
        .map((problem) => `${told(sides.head.what, problem)}: the upgrade cannot work`),
      ...unsetNotes(base, head),
      ...sampleNotes(check, settings),
      ...ownEnvNotes(settings, check, scenarioDir),
      ...risks({ base, head, arm, sides }).map(mask),
    ],
  };
}

/** Of a deploy command of the author's: it may make files, set variables, and get images by itself. */
function mayBeSeenTo(
  sides: NonNullable<RecipeCheck['sides']>,
  base: SideReading,
  head: SideReading,
): readonly string[] {
  const sentences = [
    ...base.problems.map((problem) => inWords(sides.base.what, problem)),
    ...head.problems.map((problem) => inWords(sides.head.what, problem)),
  ];
  return sentences.map((one) => `${one}: unless the deploy command sees to it`);
}

interface DeployerQuestion {
  readonly sides: NonNullable<RecipeCheck['sides']>;
  readonly overlays: { readonly base: readonly ComposeText[]; readonly head: readonly ComposeText[] };
  readonly settings: Settings;
}

/** What speaks against base and head by how they are deployed. What holds of both is told of both. */
function objectionsTo({ sides, overlays, settings }: DeployerQuestion): Findings {
  const found = (['base', 'upgrade'] as const).map((step) => {
    const side = step === 'base' ? 'base' : 'head';
    const { what, files, env } = sides[side];
    const { problems, notes } = deployers[settings.deployer]?.objections?.({
      step,
      compose: [...files, ...overlays[side]],
      env: { ...env, ...runVariables(settings.recipe.name) },
      settings: settingsAt(settings, step),
    }) ?? { problems: [], notes: [] };
    const told = (one: string): string => `${what}: ${one}`;
    return { problems: problems.map(told), notes: notes.map(told) };
  });
  return {
    problems: found.flatMap(({ problems }) => problems),
    notes: found.flatMap(({ notes }) => notes),
  };
}

function isImage({ kind }: SideProblem): boolean {
  return kind === 'image';
}

const imageHint =
  'each is given under images: as { tag: NAME, build: FOLDER }, or with tar: FILE, host: NAME or absent: true';

/** Each once, though base and head want it. */
function missingImages(
  sides: NonNullable<RecipeCheck['sides']>,
  base: SideReading,
  head: SideReading,
): readonly string[] {
  const ofBase = new Set(base.problems.filter(isImage).map(({ message }) => message));
  const ofHead = new Set(head.problems.filter(isImage).map(({ message }) => message));
  const both = `${sides.base.what} and ${sides.head.what}`;
  const told = [
    ...base.problems.map((one) => ({ one, what: ofHead.has(one.message) ? both : sides.base.what })),
    ...head.problems
      .filter(({ message }) => !ofBase.has(message))
      .map((one) => ({ one, what: sides.head.what })),
  ].filter(({ one }) => isImage(one));
  return told.map(({ one, what }, index) =>
    inWords(what, index === told.length - 1 ? { ...one, hint: imageHint } : one),
  );
}

/** The overlays, named as the scenario names them; a sentence where one cannot be read. */
async function overlaysOf(
  paths: readonly string[],
  scenarioDir: string,
): Promise<readonly ComposeText[] | string> {
  try {
    const texts = await overlayTexts(paths, scenarioDir);
    return paths.map((file, index) => ({ file, text: texts[index] ?? '' }));
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'bad-input') throw error;
    return error.hint === null ? error.message : `${error.message} (${error.hint})`;
  }
}

function inWords(what: string, { place: { file, line, column }, message, hint }: SideProblem): string {
  const place = `${file}:${String(line)}:${String(column)}`;
  return `${what}, ${place}: ${message}${hint === null ? '' : ` (${hint})`}`;
}
