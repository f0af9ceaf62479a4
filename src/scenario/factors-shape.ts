// The shape of `factors` and `exclude`: what is multiplied out, and which cells are left out.
import * as z from 'zod';
import { factorsMax } from './bounds.js';
import { named } from './deployer-definition.js';
import { deployerNamed } from './deployer-shape.js';
import { complaint, text } from './leaf.js';
import { bounded, keys, list } from './map-shape.js';
import type { SettingsFields, SettingsPart } from './settings/index.js';
import type { Levels } from './factors.js';
import { namesOf, type Vocabulary, type Word } from './vocabulary.js';
import { wayOut } from './wording.js';

/**
 * A factor's levels may be written as a plain list where the words say all: the setting of the same name
 * takes them.
 */
function listedFactors({
  deployers,
  clones,
}: Vocabulary): Readonly<
  Record<string, { readonly words: readonly Word[]; readonly of: (word: string) => SettingsPart }>
> {
  return {
    deployer: { words: named(deployers), of: (name) => ({ deployer: deployerNamed(name, deployers) }) },
    clone: { words: clones, of: (clone) => ({ recipe: { clone } }) },
  };
}

export function factorsShape(
  vocabulary: Vocabulary,
  fields: SettingsFields,
): z.ZodType<Readonly<Record<string, Levels>>> {
  return bounded(
    z.record(factorName(), z.union([levelList(), levelMap(fields)]), {
      error: (wrong) =>
        complaint(wrong, {
          what: 'a map of factors',
          like:
            '{ clone: [mirror, copy], order: { start-first: {}, stop-first: { overlays: ' +
            '[stop-first.yml] } } }',
        }),
    }),
    factorsMax,
  )
    .transform((factors, context) =>
      Object.fromEntries(
        Object.entries(factors).map(([factor, levels]) => [
          factor,
          Array.isArray(levels) ? spelledOut(factor, levels, { vocabulary, context }) : levels,
        ]),
      ),
    )
    .refine((factors) => Object.keys(factors).length > 0, {
      error: 'there is no factor in factors\nname one, or leave the key out',
    });
}

export function excludeShape(): z.ZodType<readonly Readonly<Record<string, string>>[]> {
  const cell = z.record(factorName(), text({ what: 'the name of a level', like: 'stop-first' }), {
    error: (wrong) =>
      complaint(wrong, {
        what: 'a map from factors to levels',
        like: '{ deployer: abra, order: stop-first }',
      }),
  });
  return list(
    cell.refine((pattern) => Object.keys(pattern).length > 0, {
      error: 'this would leave every cell out\nname a level, like { deployer: abra }',
    }),
    { what: 'a list of cells to leave out', like: '[{ deployer: abra, order: stop-first }]' },
  );
}

interface Context {
  readonly vocabulary: Vocabulary;
  readonly context: z.RefinementCtx;
}

function spelledOut(factor: string, levels: readonly string[], { vocabulary, context }: Context): Levels {
  const listed = listedFactors(vocabulary);
  const known = listed[factor];
  if (known === undefined) {
    context.addIssue({
      code: 'custom',
      path: [factor],
      message:
        `the levels of ${factor} are a list, so what they change is not said\nwrite a map from levels ` +
        `to settings; lists are for ${Object.keys(listed).join(' and ')}`,
    });
    return {};
  }
  const names = namesOf(known.words);
  levels.forEach((level, index) => {
    if (levels.indexOf(level) < index)
      context.addIssue({
        code: 'custom',
        path: [factor, index],
        message: `the level ${JSON.stringify(level)} is given twice\nkeep one of the two`,
      });
    if (!names.includes(level))
      context.addIssue({
        code: 'custom',
        path: [factor, index],
        message: `${JSON.stringify(level)} is not a ${factor}\n${wayOut(level, 'they', names)}`,
      });
  });
  return Object.fromEntries(levels.map((level) => [level, known.of(level)]));
}

function levelList() {
  return list(levelName(), { what: 'a list of levels', like: '[mirror, copy]' }).min(1, {
    error: 'the list is empty\nname a level',
  });
}

function levelMap(fields: SettingsFields) {
  return bounded(
    z.record(levelName(), keys('a level', fields).nullable(), {
      error: (wrong) =>
        complaint(wrong, {
          what: 'a list of levels, or a map from levels to settings',
          like: '{ start-first: {}, stop-first: { overlays: [stop-first.yml] } }',
        }),
    }),
  ).refine((levels) => Object.keys(levels).length > 0, {
    error: 'there is no level in this factor\nname one, or leave the factor out',
  });
}

function factorName() {
  return text(
    { what: 'a name for a factor: a letter, then letters, digits, "_" and "-"', like: 'order' },
    /^[A-Za-z][A-Za-z0-9_-]{0,30}$/,
  );
}

function levelName() {
  return text(
    { what: 'a name for a level: letters, digits, ".", "_" and "-"', like: 'stop-first' },
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/,
  );
}
