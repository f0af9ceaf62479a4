// The settings of a trial: the keys that say what it does. They stand at the top of the file and, as
// overrides, in every arm. To add one: an entry in one of the files of this folder, with how it is written,
// how plan.json keeps it, and what the top of the file and an arm mean together. Parser, schema, factors,
// plan and the type `Settings` have it from there.
import * as z from 'zod';
import type { Unchanging } from '../kept.js';
import type { Setting } from '../setting.js';
import type { Vocabulary } from '../vocabulary.js';
import { ofVersions } from './of-versions.js';
import { surroundings } from './surroundings.js';
import { underTest } from './under-test.js';

// In the order in which they are told.
const all = { ...underTest, ...ofVersions, ...surroundings };

type All = typeof all;
type Key = keyof All;
type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (one: infer All) => void
  ? All
  : never;

/** A schema for each key of a scenario. */
export type SettingsFields = { readonly [K in Key]: ReturnType<All[K]['written']> };

/** What one place of the file, the top or an arm, says about a trial; everything in it may be left out. */
export type SettingsPart = { readonly [K in Key]?: z.output<SettingsFields[K]> };

type KeptFields = Both<{ [K in Key]: ReturnType<All[K]['kept']> }[Key]>;

/**
 * What a trial is to do, with everything spelled out. All paths are as written in the file: relative to the
 * scenario's folder.
 */
export type Settings = Unchanging<z.output<z.ZodObject<KeptFields>>>;

/** Those that depend on no others. */
type PlainKeys = keyof Both<
  {
    [K in Key]: All[K] extends { readonly meant: (...of: never) => unknown }
      ? ReturnType<All[K]['kept']>
      : never;
  }[Key]
>;

export type PlainSettings = Pick<Settings, PlainKeys>;

export function settingsFields(vocabulary: Vocabulary): SettingsFields {
  const fields = Object.entries(all).map(([key, { written }]) => [key, written(vocabulary)]);
  return Object.fromEntries(fields) as SettingsFields;
}

/** As `plan.json` has them. */
export function keptSettings(): z.ZodObject<KeptFields, z.core.$strict> {
  const fields = Object.values(all).map(({ kept }) => kept());
  return z.strictObject(Object.assign({}, ...fields) as KeptFields);
}

/**
 * What settings mean that depend on no others: by the top of the file, and by the arm, which overrides it.
 */
export function plainSettings(top: SettingsPart, own: SettingsPart): PlainSettings {
  const plain = Object.entries(all as Readonly<Record<string, AnySetting>>).flatMap(([key, { meant }]) =>
    meant === undefined ? [] : [meant(top[key as Key], own[key as Key])],
  );
  return Object.assign({}, ...plain) as PlainSettings;
}

/** Settings whose levels add up, where two factors give them. */
export const additive: ReadonlySet<string> = new Set(
  Object.entries(all as Readonly<Record<string, AnySetting>>).flatMap(([key, { addsUp }]) =>
    addsUp === true ? [key] : [],
  ),
);

/**
 * Each thing that a level says, as keys from the level on, which another factor's may not say too; empty of
 * what adds up.
 */
export function saidAlone(part: SettingsPart): readonly (readonly string[])[] {
  return Object.entries(all as Readonly<Record<string, AnySetting>>).flatMap(([key, setting]) => {
    const said = part[key as Key];
    if (said === undefined) return [];
    if (setting.addsUp === true) return (setting.names?.(said) ?? []).map((name) => [key, name]);
    return setting.undivided === true ? [[key]] : leavesOf(said, [key]);
  });
}

function leavesOf(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const isOfSide = key === 'overlays' && (path[0] === 'base' || path[0] === 'head');
    return isOfSide ? [] : leavesOf(inner, [...path, key]);
  });
}

/** Groups of keys of which one alone can be meant, each key with dots from the level on. */
export const alternatives: readonly (readonly string[])[] = Object.entries(
  all as Readonly<Record<string, AnySetting>>,
).flatMap(([key, { either = [] }]) => either.map((group) => group.map((one) => `${key}.${one}`)));

/** What levels of two factors say, put together; what only one of them may say is that of either. */
export function settingsTogether(first: SettingsPart, second: SettingsPart): SettingsPart {
  const both = Object.entries(all as Readonly<Record<string, AnySetting>>).flatMap(([key, { together }]) => {
    const [one, other] = [first[key as Key], second[key as Key]];
    return together === undefined || one === undefined || other === undefined
      ? []
      : [[key, together(one, other)]];
  });
  return { ...first, ...second, ...(Object.fromEntries(both) as SettingsPart) };
}

/** Each is asked with what is its own. */
type AnySetting = Pick<Setting<z.ZodType, Record<string, z.ZodType>>, 'addsUp' | 'undivided' | 'either'> & {
  readonly names?: (said: unknown) => readonly string[];
  readonly together?: (first: unknown, second: unknown) => unknown;
  readonly meant?: (top: unknown, own: unknown) => object;
};
