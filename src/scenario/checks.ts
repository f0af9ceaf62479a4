// What keys have to do with each other, looked at in every arm as spelled out. A finding is placed at the
// arm's own lines where the arm has a part in it, else at the top of the file.
import { checkAbraBeside, checkEitherDeploys, checkHarness } from './harness-checks.js';
import { checkChain } from './chain-checks.js';
import { checkActions } from './action-checks.js';
import type { Draft, DraftArm } from './arms.js';
import { checkSource } from './recipe-draft.js';
import { formatDuration } from '../base/units.js';
import type { Conflict } from './conflict.js';
import { checkDeployer, checkStop } from './deployer-checks.js';
import { checkMeasured } from './measured-checks.js';
import { checkLoad } from './load-checks.js';
import type { Finding, Path } from './problem.js';
import type { Settings } from './scenario.js';
import type { Vocabulary } from './vocabulary.js';
import { checkSides } from './sides-checks.js';
import { quoted } from './wording.js';
import { stands, type YamlValue } from './yaml-tree.js';
import { checkStacks, checkSteps } from './engine-checks.js';
import { checkEngine, engineNeeds } from './engines/index.js';
import { checkCopies, checkState } from './state-checks.js';

export interface Checked {
  /** The file as written, to see what stands where. */
  readonly raw: YamlValue;
  readonly arms: readonly DraftArm[];
  /** The members that there are. */
  readonly known: Pick<Vocabulary, 'deployers' | 'injectors' | 'actions' | 'checks'>;
  readonly isBroken: (path: Path) => boolean;
}

/** What settings of an arm cannot both be meant. */
function conflictsOf(draft: Draft, known: Checked['known']): readonly Conflict[] {
  return [
    ...checkRecipe(draft),
    ...checkObserve(draft),
    ...checkStop(draft, known.deployers),
    ...checkDeployer(draft, known.deployers),
    ...checkStacks(draft),
    ...checkLoad(draft, known.injectors),
    ...checkEngine(draft),
    ...checkSides(draft),
    ...checkJudged(draft),
    ...checkActions(draft, known.actions),
    ...checkMeasured(draft, known.checks),
    ...checkSteps(draft),
    ...checkHarness(draft),
    ...checkState(draft),
    ...checkCopies(draft, known.deployers),
    ...checkChain(draft),
  ];
}

/** What the engine contradicts in an arm without problems that was given it later. */
export function conflictsWithEngine(settings: Settings, known: Checked['known']): readonly Conflict[] {
  const draft = { ...settings, recipe: { ...settings.recipe, folder: null } };
  return conflictsOf(draft, known).filter(({ between }) => between.some(([key]) => key === 'engine'));
}

export function checkArms(checked: Checked): readonly Finding[] {
  const conflicts = checked.arms.flatMap(({ places, draft }) =>
    conflictsOf(draft, checked.known)
      .filter(({ between }) => !between.some((path) => brokenFor(checked, places, path)))
      .map(({ between, message, hint }): Finding => ({
        path: blamed(checked.raw, places, between),
        place: 'value',
        message,
        hint,
      })),
  );
  return [
    ...required.flatMap((needed) => checkRequired(needed, checked)),
    ...checkEitherDeploys(checked.raw, checked.arms),
    ...checkAbraBeside(checked.raw, checked.arms),
    ...conflicts,
  ];
}

interface Required {
  readonly path: Path;
  /** What would take its place, had it been understood. */
  readonly instead?: Path;
  readonly like: string;
  readonly of: (draft: Draft) => unknown;
}

const required: readonly Required[] = [
  ...engineNeeds.map((needed) => ({ ...needed, of: ({ engine }: Draft) => needed.of(engine) })),
  { path: ['recipe', 'name'], like: 'name: discourse', of: ({ recipe }) => recipe.name },
  {
    path: ['recipe', 'base'],
    like: 'base: 0.7.0+3.3.1, the version that is deployed first',
    of: ({ recipe }) => recipe.base,
  },
  {
    path: ['recipe', 'head'],
    like: 'head: 7ae7b0f76efb, the ref under test',
    of: ({ recipe }) => recipe.head,
  },
];

/** Said once when every arm lacks it, else for each arm that does. */
function checkRequired({ path, instead = path, like, of }: Required, checked: Checked): readonly Finding[] {
  const lacking = checked.arms.filter(
    ({ places, draft }) =>
      of(draft) === null && !brokenFor(checked, places, path) && !brokenFor(checked, places, instead),
  );
  const what = path.join('.');
  const hint = `add it, like ${like}`;
  if (lacking.length > 0 && lacking.length === checked.arms.length)
    return [{ path, place: 'value', message: `${what} is missing`, hint }];
  return lacking.map(({ name, places }) => ({
    path: [...(places.at(-1) ?? []), ...path],
    place: 'key',
    message: `${what} is missing in the arm ${quoted(name)}`,
    hint,
  }));
}

function checkRecipe({ recipe }: Draft): readonly Conflict[] {
  const { base, head, through } = recipe;
  const conflicts = [...checkSource(recipe)];
  if (base !== null && base === head && through === undefined) {
    conflicts.push({
      between: [
        ['recipe', 'head'],
        ['recipe', 'base'],
      ],
      message: `base and head are both ${quoted(base)}, so nothing would be upgraded`,
      hint: 'give the ref under test as head',
    });
  }
  return conflicts;
}

function checkObserve({ observe: { settleMs, deadlineMs, baseDeadlineMs } }: Draft): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  const [settle, deadline, baseDeadline] = [
    ['observe', 'settle'],
    ['observe', 'deadline'],
    ['observe', 'base-deadline'],
  ];
  if (settleMs >= deadlineMs) {
    conflicts.push({
      between: [settle, deadline],
      message:
        `settle (${formatDuration(settleMs)}) is not shorter than deadline ` +
        `(${formatDuration(deadlineMs)}), so no trial could ever settle`,
      hint: 'make settle shorter or deadline longer',
    });
  }
  if (baseDeadlineMs === 0)
    conflicts.push({
      between: [baseDeadline],
      message: 'base-deadline is 0, so no base could ever converge',
      hint: 'give the base some time, like 60s',
    });
  return conflicts;
}

/** The service under test has the run's own outcome, so it cannot be left out. */
function checkJudged({ judged, service }: Draft): readonly Conflict[] {
  if (judged === null || judged.includes(service)) return [];
  const message = `judge.services does not name ${quoted(service)}, the service under test`;
  return [
    {
      between: [['judge', 'services'], ['service']],
      message,
      hint: 'add it to the list, or name the service that is meant as service',
    },
  ];
}

/** Whether the value that the arm would have at `path` was given but could not be read. */
function brokenFor({ raw, isBroken }: Checked, places: readonly Path[], path: Path): boolean {
  const own = places.map((place) => [...place, ...path]);
  return own.some(isBroken) || (!own.some((place) => stands(raw, place)) && isBroken(path));
}

/**
 * Where a conflict is shown: at the first of its settings that the arm gives, else at the first that the top
 * gives.
 */
function blamed(raw: YamlValue, places: readonly Path[], between: readonly Path[]): Path {
  const paths = [...between.flatMap((path) => places.map((place) => [...place, ...path])), ...between];
  return paths.find((path) => stands(raw, path)) ?? between[0] ?? [];
}
