// Files that are nearly scenarios: whole ones spoilt as text, whole ones spoilt as trees, ones made of what
// the schema allows, and long ones.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.js';
import { vocabulary } from '../../src/cli/vocabulary.js';
import { root } from '../cli/driftlab.js';
import { smallest, whole } from '../scenario/sample.js';

const largest = 2 ** 20;
const folder = join(root, 'scenarios');
const bundled = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yml') && !name.includes('fixtures'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));
const questions = [
  'trials: { search: { load: memory, over: 60..140MiB, levels: 9, most: 40 } }',
  'trials: { until: { reproduced: 30% } }',
  'trials: { until: { decided: { a: one, b: two, rates: { a: 50%, b: 10% } } } }\narms: { one: , two: }',
  'factors: { clone: [mirror, copy], order: { start-first: {}, stop-first: { overlays: ' +
    '[stop-first.yml] } } }\nexclude: [{ clone: copy, order: stop-first }]',
  'stacks: { concurrent: 3, share: stack, lock: base-only }',
  'secrets: [A]\nenv: { A: b }',
].map((lines) => `${smallest}load: [{ memory: 60MiB }]\n${lines}\n`);
const sound = fc.constantFrom(smallest, whole, ...questions, ...bundled);

const escape = String.fromCharCode(27);
/** What stands badly almost anywhere. */
const odd = fc.oneof(
  fc.constantFrom(
    '',
    '\n',
    ': ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '*a',
    '&a ',
    '<<: *a',
    '!x ',
    '!!binary ',
    '%YAML 1.2\n',
    '---\n',
    '...\n',
    '  ',
    '\t',
    '\r\n',
    '\r',
    'null',
    '~',
    '? ',
    '| ',
    '>-\n',
    '__proto__',
    'constructor',
    '#',
  ),
  fc.constantFrom(
    '99999',
    '100000',
    '1e400',
    '-1',
    '0',
    '0x10',
    '9'.repeat(400),
    '0.1e-400',
    'NaN',
    '100%',
    '0.0001%',
    '60..',
    '..60MiB',
    '16TiB..1B',
    '99999h',
    '5s..1s',
    'true',
    'all',
    'only',
    'stack',
    'none',
  ),
  fc.constantFrom(
    '\0',
    `${escape}[2J`,
    '\u202e',
    '\ufeff',
    '\u2028',
    '\ud800',
    '👩‍👩‍👧',
    'e\u0301',
    '\u00a0',
    'İ',
    'ß',
    '\u{10ffff}',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Pieces cut out, put in, doubled, moved. */
const asText = fc
  .tuple(
    sound,
    fc.array(fc.record({ at: fc.nat(3000), cut: fc.nat(30), put: odd }), { minLength: 1, maxLength: 5 }),
    fc.constantFrom('keep', 'double', 'reverse', 'drop'),
    fc.nat(60),
  )
  .map(([text, edits, lines, line]) => {
    const edited = edits.reduce((rest, { at, cut, put }) => {
      const place = at % (rest.length + 1);
      return rest.slice(0, place) + put + rest.slice(place + cut);
    }, text);
    const rows = edited.split('\n');
    const row = line % rows.length;
    if (lines === 'double') rows.splice(row, 0, rows[row] ?? '');
    if (lines === 'drop') rows.splice(row, 1);
    return (lines === 'reverse' ? rows.reverse() : rows).join('\n');
  });

const leaf = fc.oneof(
  odd,
  fc.constantFrom(null, true, 0, 3.5, [], {}, [[]], { a: null }, ['a', 'a'], [null]),
);

/** The tree of a sound file with some of its places taken out, renamed, or given other values. */
const asTree = fc
  .tuple(
    sound,
    fc.array(
      fc.record({
        pick: fc.nat(500),
        how: fc.constantFrom('drop', 'set', 'rename', 'list', 'wrap'),
        put: leaf,
        name: odd,
      }),
      { minLength: 1, maxLength: 4 },
    ),
    fc.boolean(),
  )
  .map(([text, edits, json]) => {
    const tree = edits.reduce<unknown>(
      (rest, edit) => spoilt(rest, edit),
      parse(text, { schema: 'failsafe' }),
    );
    return json ? JSON.stringify(tree, null, 1) : stringify(tree);
  });

interface Edit {
  readonly pick: number;
  readonly how: string;
  readonly put: unknown;
  readonly name: string;
}

function spoilt(tree: unknown, edit: Edit): unknown {
  const places = placesIn(tree);
  const path = places[edit.pick % Math.max(1, places.length)];
  return path === undefined ? tree : changed(tree, path, edit);
}

function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [path];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key])),
  ];
}

function changed(value: unknown, [step, ...rest]: readonly string[], edit: Edit): unknown {
  if (step === undefined || value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(
    ([key, inner]: [string, unknown]): readonly (readonly [string, unknown])[] => {
      if (key !== step) return [[key, inner]];
      if (rest.length > 0) return [[key, changed(inner, rest, edit)]];
      switch (edit.how) {
        case 'drop':
          return [];
        case 'rename':
          return [[edit.name, inner]];
        case 'list':
          return [[key, [inner, edit.put]]];
        case 'wrap':
          return [[key, { [edit.name]: inner }]];
        default:
          return [[key, edit.put]];
      }
    },
  );
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

/**
 * What the schema allows, and now and then something else; keys are left out at random, required ones too.
 */
function fromSchema(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const {
    properties,
    items,
    additionalProperties,
    anyOf,
    enum: words,
    default: usual,
    examples = [],
  } = schema;
  const known = [...(words ?? []), ...(usual === undefined ? [] : [usual]), ...examples];
  if (depth > 5) return leaf;
  const meant: fc.Arbitrary<unknown> =
    anyOf !== undefined
      ? fc.oneof(...anyOf.map((one) => fromSchema(one, depth + 1)))
      : properties !== undefined
        ? fc.record(
            Object.fromEntries(
              Object.entries(properties).map(([key, one]) => [key, fromSchema(one, depth + 1)]),
            ),
            { requiredKeys: [] },
          )
        : items !== undefined
          ? fc.array(fromSchema(items, depth + 1), { maxLength: 3 })
          : typeof additionalProperties === 'object'
            ? fc.dictionary(
                fc.constantFrom('a', 'b', 'only', 'all', 'clone', 'deployer', 'a=b'),
                fromSchema(additionalProperties, depth + 1),
                { maxKeys: 3 },
              )
            : known.length > 0
              ? fc.constantFrom(...known)
              : fc.constantFrom(
                  'a',
                  '1',
                  '448MiB',
                  '60..140MiB',
                  '2s',
                  '30%',
                  'app',
                  '0.7.0',
                  'main',
                  'heavyweb:1',
                  './x',
                );
  return fc.oneof({ weight: 12, arbitrary: meant }, { weight: 1, arbitrary: leaf });
}

const asAllowed = fc
  .tuple(fromSchema(scenarioJsonSchema(vocabulary) as Schema), fc.boolean())
  .map(([value, json]) => (json ? JSON.stringify(value) : stringify(value)));

/** A sound file with one kind of line so often that it is up to a megabyte long, or a nesting without end. */
const long = fc
  .tuple(
    sound,
    fc.constantFrom(
      'k#: 1\n',
      '# comment\n',
      '\n',
      '- a\n',
      'env: { A#: # }\n',
      '? [a]\n: b\n',
      '&a# x: *a#\n',
      '"\\x1b#": 1\n',
      '  - { memory: 1MiB }\n',
      '<<: { a: b }\n',
      '---\n',
      'arms:\n  a#: { env: { A: # } }\n',
      'a: b: c\n',
      '[',
      '{a: ',
      '- ',
      '? ',
      '!x ',
      '"',
      "'",
      '| \n',
      '\ud83d\ude00',
    ),
    fc.oneof(fc.nat(2000), fc.nat(200_000)),
    fc.constantFrom('', 'arms:\n', 'overlays: [', 'env:\n', 'question: ', 'images:\n', 'trials: { until: '),
    fc.boolean(),
  )
  .map(([text, line, times, before, first]) => {
    const count = Math.max(
      1,
      Math.min(times, Math.floor((largest - text.length - before.length) / (line.length + 8))),
    );
    const many =
      before + Array.from({ length: count }, (_, index) => line.replaceAll('#', String(index))).join('');
    return (first ? `${many}${text}` : `${text}${many}`).slice(0, largest);
  });

/** Files of up to a megabyte, most of them nearly right. */
export const scenarioFile: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: asText },
  { weight: 8, arbitrary: asTree },
  { weight: 6, arbitrary: asAllowed },
  { weight: 2, arbitrary: long },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
);
