// Spells arms out: defaults, then the top of the file, then the arm's own overrides. What is missing stays
// null.
import { present } from '../base/assert.js';
import { onlyArm } from './arm-pattern.js';
import type { HarnessPart } from './harness.js';
import { checksUnder } from './check-settings.js';
import { deployerNamed, type DeployerPart } from './deployer-shape.js';
import { draftEngine, wholeEngine, type DraftEngine } from './engines/index.js';
import { armsMax } from './bounds.js';
import { cellsOf, productOf } from './factors.js';
import type { Path } from './problem.js';
import type { Settings } from './scenario.js';
import { plainSettings, type SettingsPart } from './settings/index.js';
import type { ScenarioPart } from './shape.js';
import { filesInEnv, recipeDraft, recipeSettings, type RecipeDraft } from './recipe-draft.js';
import { sidesOf } from './sides-shape.js';
import type { Vocabulary } from './vocabulary.js';

/** Settings in which that may be missing for which there is no default. */
export interface Draft extends Omit<Settings, 'engine' | 'recipe'> {
  readonly engine: DraftEngine;
  readonly recipe: RecipeDraft;
}

export interface DraftArm {
  readonly name: string;
  readonly factors: Readonly<Record<string, string>>;
  /** Where the file gives what the arm overrides. */
  readonly places: readonly Path[];
  /**
   * Number of each of its loads among those of all factors; empty where a load's place is that in its list.
   */
  readonly loadPlaces: readonly number[];
  readonly draft: Draft;
}

/** What there is where the file does not say. */
interface Defaults {
  readonly deployer: DeployerPart;
  readonly clone: string;
}

/** Every arm of the file, in its order. */
export function draftArms(part: ScenarioPart, vocabulary: Vocabulary): readonly DraftArm[] {
  const { deployers, clones } = vocabulary;
  const defaults: Defaults = {
    deployer: deployerNamed(present(deployers[0], 'a deployer').name, deployers),
    clone: present(clones[0], 'a clone').name,
  };
  if (part.factors !== undefined) return draftCells(part, part.factors, defaults);
  const arms = part.arms ?? {};
  if (Object.keys(arms).length === 0)
    return [
      {
        name: onlyArm,
        factors: { arm: onlyArm },
        places: [],
        loadPlaces: [],
        draft: draftOf(part, {}, defaults),
      },
    ];
  return Object.entries(arms).map(([name, own]) => ({
    name,
    factors: { arm: name },
    places: [['arms', name]],
    loadPlaces: [],
    draft: draftOf(part, own ?? {}, defaults),
  }));
}

/** Too many to be meant are not spelled out; that is said elsewhere. */
function draftCells(
  part: ScenarioPart,
  factors: NonNullable<ScenarioPart['factors']>,
  defaults: Defaults,
): readonly DraftArm[] {
  if (productOf(factors) > armsMax) return [];
  return cellsOf(factors, part.exclude ?? []).map(({ name, factors: levels, settings, ...more }) => ({
    name,
    factors: levels,
    ...more,
    draft: draftOf(part, settings, defaults),
  }));
}

function draftOf(top: SettingsPart, own: SettingsPart, defaults: Defaults): Draft {
  const harness = own.harness ?? (own.deployer === undefined ? top.harness : undefined);
  const deployer = harness?.deployer ?? own.deployer ?? top.deployer ?? defaults.deployer;
  return {
    ...plainSettings(top, own),
    engine: draftEngine(top.engine, own.engine),
    recipe: recipeDraft({ ...top.recipe, ...own.recipe }, defaults.clone),
    pinned: null,
    deployer: deployer.name,
    deployment: deployer.deployment,
    env: { ...filesInEnv({ ...top.recipe, ...own.recipe }), ...top.env, ...own.env },
    ...sidesOf(top, own),
    ...checksOf(top, own, harness),
  };
}

/** A plan without checks is, byte for byte, what it was before there were any. */
function checksOf(
  top: SettingsPart,
  own: SettingsPart,
  harness: HarnessPart | undefined,
): Pick<Settings, 'checks'> {
  const named = checksUnder(top.checks, own.checks);
  const checks = harness === undefined ? named : [...named, harness.check];
  return checks.length === 0 ? {} : { checks };
}

/** The draft of a scenario without problems: nothing is missing in it. */
export function settingsOf({ engine, recipe, ...rest }: Draft): Settings {
  return {
    ...rest,
    engine: present(wholeEngine(engine), 'engine'),
    recipe: {
      ...recipeSettings(recipe),
      name: present(recipe.name, 'recipe.name'),
      base: present(recipe.base, 'recipe.base'),
      head: present(recipe.head, 'recipe.head'),
    },
  };
}
