// Factors multiply out into arms: one arm for each choice of levels that is not excluded. A cell is the top
// of the file with the settings of its levels put over it; where two levels give the same setting, nobody
// could say which one counts, so that is refused.
import type { Path } from './problem.js';
import { alternatives, saidAlone, settingsTogether, type SettingsPart } from './settings/index.js';

/** Level name -> the settings that it gives. */
export type Levels = Readonly<Record<string, SettingsPart | null>>;

/** One choice of a level for each factor. */
export interface Cell {
  /** The level names in the order of the factors, joined by `+`. */
  readonly name: string;
  /**
   * Factor -> level, sorted as in plan.json, so that what is derived from the plan in memory and from that on
   * disk is the same.
   */
  readonly factors: Readonly<Record<string, string>>;
  readonly settings: SettingsPart;
  /** Where its settings stand in the file. */
  readonly places: readonly Path[];
  /**
   * Number of each of its loads among the loads of all factors: the same load has the same number in every
   * cell.
   */
  readonly loadPlaces: readonly number[];
}

/** How many cells the factors make before any is excluded. */
export function productOf(factors: Readonly<Record<string, Levels>>): number {
  return Object.values(factors).reduce((product, levels) => product * Object.keys(levels).length, 1);
}

/** Every cell in the order of the file: the last factor changes fastest. */
export function cellsOf(
  factors: Readonly<Record<string, Levels>>,
  exclude: readonly Readonly<Record<string, string>>[],
): readonly Cell[] {
  const choices = Object.entries(factors).reduce<readonly (readonly Choice[])[]>(
    (before, [factor, levels]) =>
      before.flatMap((chosen) =>
        Object.entries(levels).map(([level, settings]) => [
          ...chosen,
          { factor, level, settings: settings ?? {} },
        ]),
      ),
    [[]],
  );
  const firstPlaces = firstLoadPlaces(factors);
  return choices
    .map((chosen) => ({ ...cellOf(chosen), loadPlaces: loadPlacesOf(chosen, firstPlaces) }))
    .filter((cell) => !exclude.some((pattern) => fits(cell.factors, pattern)));
}

/** Whether a cell has every level that the pattern names. */
export function fits(
  factors: Readonly<Record<string, string>>,
  pattern: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(pattern).every(([factor, level]) => factors[factor] === level);
}

interface Choice {
  readonly factor: string;
  readonly level: string;
  readonly settings: SettingsPart;
}

/** Where the loads of each factor begin when every factor keeps room for its level with the most. */
function firstLoadPlaces(factors: Readonly<Record<string, Levels>>): ReadonlyMap<string, number> {
  let next = 0;
  return new Map(
    Object.entries(factors).map(([factor, levels]) => {
      const first = next;
      next += Math.max(0, ...Object.values(levels).map((settings) => settings?.load?.length ?? 0));
      return [factor, first];
    }),
  );
}

function loadPlacesOf(
  choices: readonly Choice[],
  firstPlaces: ReadonlyMap<string, number>,
): readonly number[] {
  return choices.flatMap(({ factor, settings }) =>
    (settings.load ?? []).map((_, index) => (firstPlaces.get(factor) ?? 0) + index),
  );
}

function cellOf(choices: readonly Choice[]): Omit<Cell, 'loadPlaces'> {
  return {
    name: choices.map(({ level }) => level).join('+'),
    factors: Object.fromEntries(
      choices.map(({ factor, level }) => [factor, level] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    settings: choices.reduce<SettingsPart>((merged, { settings }) => settingsTogether(merged, settings), {}),
    places: choices.map(({ factor, level }) => ['factors', factor, level]),
  };
}

/** Two levels of different factors that give the same setting, or two of which one alone can be meant. */
export interface Clash {
  readonly setting: string;
  /** What the first gives instead; null where it is the same. */
  readonly instead: string | null;
  readonly first: Path;
  readonly second: Path;
}

/** Each setting that levels of two factors give, said once for the two factors. */
export function clashesOf(factors: Readonly<Record<string, Levels>>): readonly Clash[] {
  const given = Object.entries(factors).map(([factor, levels]) =>
    firstOfEach(
      Object.entries(levels).flatMap(([level, settings]) =>
        saidAlone(settings ?? {}).map(
          (path) => [path.join('.'), ['factors', factor, level, ...path]] as const,
        ),
      ),
    ),
  );
  return given.flatMap((one, index) =>
    given.slice(index + 1).flatMap((other) => [...sameOf(one, other), ...eitherOf(one, other)]),
  );
}

type Given = ReadonlyMap<string, Path>;

function sameOf(ofOne: Given, ofOther: Given): readonly Clash[] {
  return [...ofOther].flatMap(([setting, second]) => {
    const first = ofOne.get(setting);
    return first === undefined ? [] : [{ setting, instead: null, first, second }];
  });
}

function eitherOf(ofOne: Given, ofOther: Given): readonly Clash[] {
  const placeOf = (given: Given, key: string): Path | undefined =>
    [...given].find(([setting]) => setting === key || setting.startsWith(`${key}.`))?.[1];
  return alternatives.flatMap((group) =>
    group.flatMap((setting) => {
      const second = placeOf(ofOther, setting);
      if (second === undefined) return [];
      return group.flatMap((instead) => {
        const first = instead === setting ? undefined : placeOf(ofOne, instead);
        return first === undefined ? [] : [{ setting, instead, first, second }];
      });
    }),
  );
}

function firstOfEach<T>(named: readonly (readonly [name: string, value: T])[]): ReadonlyMap<string, T> {
  return new Map([...named].reverse());
}
