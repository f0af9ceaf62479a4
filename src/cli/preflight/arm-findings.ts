// What is found of one arm's recipe before anything boots: what will not work, and what is worth knowing.
import { existsSync } from 'node:fs';
import { LabError } from '../../base/lab-error.js';
import { createMask } from '../../base/secrets/index.js';
import type { ComposeText } from '../../compose/read-stack.js';
import { deployers } from '../../deployers/index.js';
import { paceOf, type Pace } from '../../plan/pace.js';
import { overlayTexts, type RecipeCheck } from '../../recipe/index.js';
import type { Arm, Settings } from '../../scenario/scenario.js';
import { settingsAt } from '../../scenario/sides.js';
import { readOnTheWay, sameCommits, type WayReading } from './chain.js';
import { copiedVolumes } from './copied-volumes.js';
import { deadlineNotes, ownEnvNotes, risks, sampleNotes, unsetNotes } from './notes.js';
import type { OtherVersions } from './other-versions.js';
import { ownFiles } from './own-files.js';
import { deploysByOwnProgram } from './own-programs.js';
import type { SideProblem } from './side-problem.js';
import { readSide, runVariables, type SideReading } from './side-problems.js';

/** Each a sentence. */
interface Findings {
  /** What will not work, with the way out. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

export interface ArmFindings extends Findings {
  readonly pace: Pace | null;
}

const nothing: ArmFindings = { problems: [], notes: [], pace: null };

export interface OfArm {
  readonly check: RecipeCheck;
  readonly others: OtherVersions;
  readonly scenarioDir: string;
}

export async function armFindings(arm: Arm, { check, others, scenarioDir }: OfArm): Promise<ArmFindings> {
  const { settings } = arm;
  const { sides } = check;
  const own = ownFiles(settings, scenarioDir, sides);
  if (sides === null) return { ...nothing, problems: own };
  const at = { base: settingsAt(settings, 'base'), head: settingsAt(settings, 'upgrade') };
  const read = {
    base: await overlaysOf(at.base.overlays, scenarioDir),
    head: await overlaysOf(at.head.overlays, scenarioDir),
  };
  if (!isRead(read.base) || !isRead(read.head))
    return { ...nothing, problems: [...own, ...unreadOf(Object.values(read))] };
  const overlays = { base: read.base, head: read.head };
  const readAs = (side: 'base' | 'head'): SideReading =>
    readSide({ side: sides[side], overlays: overlays[side], settings: at[side], isThere: existsSync });
  const [base, head] = [readAs('base'), readAs('head')];
  const mask = createMask({ envs: [sides.base.env, sides.head.env], names: settings.secrets });
  const pace = paceOf(base.stack, head.stack, settings.service);
  const told = (what: string, problem: SideProblem): string => mask(inWords(what, problem));
  const ofDeployer = objectionsTo({ sides, overlays, settings });
  const way = readOnTheWay({ others, overlays: overlays.head, settings: at.head });
  const same = sameCommits(settings, check.commits, others.commits);
  if (deploysByOwnProgram(settings))
    return {
      pace,
      problems: [...own, ...same, ...ofDeployer.problems.map(mask)],
      notes: [...ofDeployer.notes.map(mask), ...mayBeSeenTo(sides, base, head).map(mask)],
    };
  return {
    pace,
    problems: [
      ...own,
      ...same,
      ...copiedVolumes(settings, base.stack, scenarioDir),
      ...ofDeployer.problems.map(mask),
      ...refusedOnTheWay(way).map(({ what, problem }) => told(what, problem)),
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
      ...deadlineNotes(base, head, settings),
      ...risks({ base, way, head, arm, sides }).map(mask),
    ],
  };
}

type Overlays = readonly ComposeText[] | readonly string[];

function isRead(overlays: Overlays): overlays is readonly ComposeText[] {
  return overlays.every((one) => typeof one !== 'string');
}

function unreadOf(read: readonly Overlays[]): readonly string[] {
  return [...new Set(read.flat())].filter((one) => typeof one === 'string');
}

/** What docker refuses of a version on the way keeps the trial from its head. */
function refusedOnTheWay(
  way: readonly WayReading[],
): readonly { readonly what: string; readonly problem: SideProblem }[] {
  return way.flatMap(({ side: { what }, reading }) =>
    reading.problems.filter(({ kind }) => kind === 'refused').map((problem) => ({ what, problem })),
  );
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

/** The overlays, named as the scenario names them; else a sentence for each that cannot be read. */
async function overlaysOf(paths: readonly string[], scenarioDir: string): Promise<Overlays> {
  const all = await textsOrWhyNot(paths, scenarioDir);
  if (typeof all !== 'string') return paths.map((file, index) => ({ file, text: all[index] ?? '' }));
  const each = await Promise.all(paths.map((path) => textsOrWhyNot([path], scenarioDir)));
  const unread = each.filter((one) => typeof one === 'string');
  return unread.length === 0 ? [all] : unread;
}

async function textsOrWhyNot(
  paths: readonly string[],
  scenarioDir: string,
): Promise<readonly string[] | string> {
  try {
    return await overlayTexts(paths, scenarioDir);
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'bad-input') throw error;
    return error.hint === null ? error.message : `${error.message} (${error.hint})`;
  }
}

function inWords(what: string, { place: { file, line, column }, message, hint }: SideProblem): string {
  const place = `${file}:${String(line)}:${String(column)}`;
  return `${what}, ${place}: ${message}${hint === null ? '' : ` (${hint})`}`;
}
