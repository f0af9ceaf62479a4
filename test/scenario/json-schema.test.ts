import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { publishedSchema } from '../../src/cli/vocabulary.js';
import { named } from '../../src/scenario/deployer-definition.js';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.js';
import { smallest, vocabulary, whole } from './sample.js';

const schema = scenarioJsonSchema(vocabulary);
/** Without "exactly one of these keys", which zod cannot read back; a test of its own looks at that. */
const readable = JSON.parse(
  JSON.stringify(schema, (key, value: unknown) => (key === 'oneOf' ? undefined : value)),
) as Parameters<typeof z.fromJSONSchema>[0];
const editor = z.fromJSONSchema(readable);

describe('the JSON schema of scenarios', () => {
  it.each([
    ['smallest', smallest],
    ['whole', whole],
  ])('takes the %s scenario, as an editor reads it', (_, text) => {
    expect(editor.safeParse(parse(text)).error).toBeUndefined();
  });

  it.each([
    ['an unknown key', `${smallest}overlay: []\n`],
    ['an unknown deployer', `${smallest}deployer: stak\n`],
    ['memory without unit', smallest.replace('448MiB', '448')],
    ['a range with a dash', `${smallest}load: [{ memory: 60-140MiB }]\n`],
    ['no trials', `${smallest}trials: { each: 0 }\n`],
    ['an unknown key in an arm', `${smallest}arms: { a: { trials: { each: 1 } } }\n`],
    ['no name', smallest.replace('scenario: small\n', '')],
  ])('refuses %s', (_, text) => {
    expect(editor.safeParse(parse(text)).success).toBe(false);
  });

  it('wants one source of each image and one injector of each load', () => {
    const choices: unknown[] = [];
    walk(schema, [], (path, node) => {
      if (path.length === 1) choices.push(...oneOfs(node));
    });
    const ofImages = [
      { required: ['build'] },
      { required: ['tar'] },
      { required: ['host'] },
      { required: ['absent'] },
    ];
    expect(choices.slice(0, 2)).toEqual([
      ofImages,
      [{ required: ['memory'] }, { required: ['cpu'] }, { required: ['io'] }],
    ]);
  });

  it('says what every key means', () => {
    const silent: string[] = [];
    walk(schema, [], (path, node) => {
      if (typeof node['description'] !== 'string') silent.push(path.join('.'));
    });
    expect(silent).toEqual([]);
  });

  it('names every word of the vocabulary with its summary', () => {
    const text = JSON.stringify(schema);
    const words = [
      ...named(vocabulary.deployers),
      ...vocabulary.clones,
      ...vocabulary.outcomes,
      ...vocabulary.causes,
    ];
    expect(words.filter(({ name, summary }) => !text.includes(`- ${name}: ${summary}`))).toEqual([]);
  });

  it('is published as it is', () => {
    expect(readFileSync(new URL('../../schema/scenario.schema.json', import.meta.url), 'utf8')).toBe(
      publishedSchema(),
    );
  });
});

type Json = Readonly<Record<string, unknown>>;

/** Calls `visit` for every property of every object in the schema. */
function walk(
  node: unknown,
  path: readonly string[],
  visit: (path: readonly string[], node: Json) => void,
): void {
  if (node === null || typeof node !== 'object') return;
  const { properties, ...rest } = node as Json;
  for (const [name, property] of Object.entries((properties ?? {}) as Json)) {
    visit([...path, name], property as Json);
    walk(property, [...path, name], visit);
  }
  for (const inner of Object.values(rest)) walk(inner, path, visit);
}

/** The "exactly one of" of what stands in a list. */
function oneOfs({
  items,
  anyOf = [],
}: {
  readonly items?: Json;
  readonly anyOf?: readonly { readonly items?: Json }[];
}): readonly unknown[] {
  return [items, ...anyOf.map((choice) => choice.items)]
    .map((item) => item?.['oneOf'])
    .filter((choice) => choice !== undefined);
}
