// Base and head with variables, overlays and images of their own.
import { expect, test } from 'vitest';
import { present } from '../../src/base/assert.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Settings } from '../../src/scenario/scenario.js';
import { imagesFirst, imagesLater, settingsAt, withEnvs } from '../../src/scenario/sides.js';
import { smallest, vocabulary } from './sample.js';

function settingsOf(more: string, arm = 'only'): Settings {
  const parsed = parseScenario(`${smallest}${more}`, vocabulary);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  return present(
    parsed.scenario.arms.find(({ name }) => name === arm),
    arm,
  ).settings;
}

function problemsOf(more: string): readonly string[] {
  const parsed = parseScenario(`${smallest}${more}`, vocabulary);
  return parsed.ok ? [] : parsed.problems.map(({ line, message }) => `${String(line)}: ${message}`);
}

test('a scenario whose sides differ in nothing says nothing of sides', () => {
  const settings = settingsOf('env: { A: 1 }\n');
  expect(settings).not.toHaveProperty('sides');
  expect(settingsAt(settings, 'upgrade')).toBe(settings);
});

test("a side's variables lie over those of both, and its overlays come after them", () => {
  const settings = settingsOf(
    'env: { A: 1, B: 1 }\noverlays: [both.yml]\nbase: { env: { B: 2 } }\n' +
      'head: { env: { C: 3 }, overlays: [head.yml, both.yml] }\n',
  );
  expect(settingsAt(settings, 'base')).toMatchObject({ env: { A: '1', B: '2' }, overlays: ['both.yml'] });
  const head = settingsAt(settings, 'upgrade');
  expect(head).toMatchObject({ env: { A: '1', B: '1', C: '3' }, overlays: ['both.yml', 'head.yml'] });
  expect(settingsAt(head, 'upgrade')).toEqual(head);
});

test("an arm's side lies over the scenario's, and its overlays add up", () => {
  const text =
    'head: { env: { A: 1, B: 1 }, overlays: [one.yml], sample: false }\n' +
    'arms:\n  plain:\n  more: { head: { env: { B: 2 }, overlays: [two.yml] } }\n' +
    '  instead: { head: { overlays: { only: [three.yml] }, sample: true } }\n';
  expect(settingsOf(text, 'plain').sides?.head).toMatchObject({ overlays: ['one.yml'], sample: false });
  expect(settingsOf(text, 'more').sides?.head).toEqual({
    env: { A: '1', B: '2' },
    overlays: ['one.yml', 'two.yml'],
    images: [],
    sample: false,
  });
  expect(settingsOf(text, 'instead').sides?.head).toMatchObject({ overlays: ['three.yml'], sample: true });
});

test('levels of two factors may both say something of a side, but not the same', () => {
  const of = (second: string): string =>
    `factors:\n  one: { a: { head: { env: { A: 1 }, overlays: [a.yml] } }, none: {} }\n` +
    `  two: { b: { head: ${second} }, none: {} }\n`;
  const both = settingsOf(of('{ env: { B: 1 }, overlays: [b.yml] }'), 'a+b').sides?.head;
  expect(both).toMatchObject({ env: { A: '1', B: '1' }, overlays: ['a.yml', 'b.yml'] });
  expect(problemsOf(of('{ env: { A: 2 } }'))).toHaveLength(1);
});

test("the engine gets the head's image of a tag that was another one when the head is deployed, the rest before", () => {
  const settings = settingsOf(
    'images: [{ tag: "a:1", build: a }]\nbase: { images: [{ tag: "b:1", build: b }] }\n' +
      'head: { images: [{ tag: "b:1", build: c }, { tag: "d:1", build: d }] }\n',
  );
  const paths = (images: Settings['images']): readonly string[] =>
    images.flatMap((image) => (image.from === 'build' ? [image.path] : []));
  expect(paths(imagesFirst(settings))).toEqual(['a', 'b', 'd']);
  expect(paths(imagesLater(settings))).toEqual(['c']);
  expect(paths(settingsAt(settings, 'base').images)).toEqual(['a', 'b']);
  expect(paths(settingsAt(settings, 'upgrade').images)).toEqual(['a', 'c', 'd']);
});

test('on an existing engine a tag is one image', () => {
  const of = (tag: string): string =>
    'engine: { existing: { context: c } }\nbase: { images: [{ tag: "b:1", tar: b.tar }] }\n' +
    `head: { images: [{ tag: "${tag}", tar: c.tar }] }\n`;
  const text = smallest.replace(/^engine:.*\n/m, '');
  const ask = (more: string): readonly string[] => {
    const parsed = parseScenario(`${text}${more}`, vocabulary);
    return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
  };
  expect(ask(of('b:1'))).toEqual([expect.stringContaining('"b:1" is to be two images')]);
  expect(ask(of('c:1'))).toEqual([]);
});

test('the base has no sample to choose, and a side is a map', () => {
  expect(problemsOf('base: { sample: false }\n')).toEqual([
    expect.stringContaining('"sample" is not a key of the base'),
  ]);
  expect(problemsOf('head: 1.0.0\n')).toHaveLength(1);
});

test('the variables of every place are changed, each known by its place', () => {
  const settings = settingsOf('env: { A: 1 }\nbase: { env: { B: 2 } }\nhead: { env: { C: 3 } }\n');
  const changed = withEnvs(settings, (env, place) =>
    Object.fromEntries(Object.keys(env).map((name) => [name, String(place)])),
  );
  expect(settingsAt(changed, 'base').env).toEqual({ A: '0', B: '1' });
  expect(settingsAt(changed, 'upgrade').env).toEqual({ A: '0', C: '2' });
});

test('compose files that the recipe names are those that docker and abra are told of', () => {
  const text = smallest.replace('recipe: {', 'recipe: { files: [compose.yml, "my stack.yml"],');
  const parsed = parseScenario(text, vocabulary);
  expect(parsed.ok && parsed.scenario.arms[0]?.settings.env).toEqual({
    COMPOSE_FILE: 'compose.yml:my stack.yml',
    COMPOSE_PATH_SEPARATOR: ':',
  });
  const wrong = parseScenario(smallest.replace('recipe: {', 'recipe: { files: ["a:b.yml"],'), vocabulary);
  expect(JSON.stringify(wrong)).toContain('is not the path of a compose file');
});

test('volumes are fresh unless they are to be kept, which an engine that ends with its trial cannot do', () => {
  expect(settingsOf('state: fresh\n')).not.toHaveProperty('state');
  const arms = 'state: kept\narms: { old: {}, new: { state: fresh } }\n';
  expect(settingsOf(arms, 'old').state).toBe('kept');
  expect(settingsOf(arms, 'new')).not.toHaveProperty('state');
  const ask = (engine: string): readonly string[] => {
    const text = smallest.replace(/^engine:.*\n/m, `engine: ${engine}\n`);
    const parsed = parseScenario(`${text}state: kept\n`, vocabulary);
    return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
  };
  expect(ask('{ existing: { context: c } }')).toEqual([
    expect.stringContaining('kept on private engines only'),
  ]);
  expect(ask('{ private: { memory: 448MiB, fresh: true } }')).toEqual([
    expect.stringContaining('a new engine for every trial has no volumes'),
  ]);
  expect(ask('{ private: { memory: 448MiB } }')).toEqual([]);
  expect(problemsOf('state: old\n')).toEqual([expect.stringContaining('"old" is not an age of volumes')]);
});

test.each<readonly [string, string, boolean]>([
  ['moves it for several at once', 'stacks: { concurrent: 2 }', true],
  ['moves it for several at once on one stack', 'stacks: { concurrent: 2, share: stack }', true],
  ['moves it for one alone', 'stacks: solo', false],
])('a tag that names another image from the head on %s', (_, stacks, refused) => {
  const at = (tag: string): string => `images: [{ tag: "${tag}", build: ../images/web }]`;
  const moved = problemsOf(`${at('web:1')}\nhead: { ${at('web:1')} }\n${stacks}\n`);
  expect(moved).toEqual(
    refused
      ? [expect.stringContaining('5: the head has another image of the tag "web:1" than the base')]
      : [],
  );
  expect(problemsOf(`${at('web:1')}\nhead: { ${at('web:2')} }\n${stacks}\n`)).toEqual([]);
  expect(problemsOf(`${at('web:1')}\nbase: { ${at('web:1')} }\n${stacks}\n`)).toEqual([]);
});

test('volumes may begin as copies of a folder, at the top or in an arm, and an arm may begin without', () => {
  const arms = 'state: { copy-of: data }\narms: { old: {}, new: { state: fresh }, aged: { state: kept } }\n';
  expect(settingsOf(arms, 'old')).toMatchObject({ volumesOf: 'data' });
  expect(settingsOf(arms, 'new')).not.toHaveProperty('volumesOf');
  expect(settingsOf(arms, 'aged')).toMatchObject({ state: 'kept' });
  expect(settingsOf(arms, 'aged')).not.toHaveProperty('volumesOf');
});

test.each([
  ['', '{}', 'the key "copy-of" is missing'],
  ['', '{ copy-of: data, kept: true }', '"kept" is not a key of state'],
  ['deployer: { command: [./d.sh] }\n', '{ copy-of: data }', 'it is not known which volumes'],
  ['existing', '{ copy-of: data }', 'nothing is put into volumes of an existing engine'],
])('beside %s, %s is refused', (more, state, message) => {
  const text =
    more === 'existing'
      ? smallest.replace(/^engine:.*\n/m, 'engine: { existing: { context: c } }\n')
      : `${smallest}${more}`;
  const parsed = parseScenario(`${text}state: ${state}\n`, vocabulary);
  expect(parsed).toMatchObject({
    ok: false,
    problems: [{ message: expect.stringContaining(message) as string }],
  });
});
