// Every member of a family, as its own file defines it: what it shows as an example is taken, and what is no
// option of its own is refused in its own words.
import { describe, expect, it } from 'vitest';
import { vocabulary } from '../../src/cli/vocabulary.js';
import type { Member } from '../../src/scenario/definition.js';
import { engineKinds } from '../../src/scenario/engines/index.js';
import { imageKinds } from '../../src/scenario/image-kinds.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallest } from './sample.js';

type Row = readonly [name: string, key: string, member: Member];
const rows: readonly Row[] = [
  ...vocabulary.injectors.map((one): Row => [one.name, 'load', one]),
  ...vocabulary.actions.map((one): Row => [one.name, 'actions', one]),
];
const whole: readonly Row[] = [
  ...vocabulary.deployers.map((one): Row => [one.name, 'deployer', one]),
  ...vocabulary.clones.map((one): Row => [one.name, 'clone', one]),
];

describe.each(whole)('%s', (_, key, { summary, example }) => {
  it('is taken as its example writes it', () => {
    const text =
      key === 'clone'
        ? smallest.replace('name:', `clone: ${example}, name:`)
        : `${smallest}${key}: ${example}\n`;
    expect(parseScenario(text, vocabulary)).toMatchObject({ ok: true });
  });

  it('says in one line what it does', () => {
    expect(summary).toMatch(/^[^\n]+[^\n.]$/);
  });
});

it.each(engineKinds)('the engine $name is taken as its example writes it', ({ name, example }) => {
  const text = smallest.replace('{ private: { memory: 448MiB } }', example);
  expect(text).toContain(`engine: ${example}`);
  expect(parseScenario(text, vocabulary)).toMatchObject({
    ok: true,
    scenario: { arms: [{ settings: { engine: { kind: name } } }] },
  });
});

it.each(imageKinds)('the image of $name is taken as its example writes it', ({ name, example }) => {
  expect(parseScenario(`${smallest}images: [${example}]\n`, vocabulary)).toMatchObject({
    ok: true,
    scenario: { arms: [{ settings: { images: [{ from: name }] } }] },
  });
});

describe.each(rows)('%s', (name, key, { summary, example }) => {
  it('is taken as its example writes it', () => {
    expect(parseScenario(`${smallest}${key}: [${example}]\n`, vocabulary)).toMatchObject({ ok: true });
  });

  it('says in one line what it does', () => {
    expect(summary).toMatch(/^[^\n.]+$/);
  });

  it('refuses a list where its options stand', () => {
    const { problems } = parseScenario(`${smallest}${key}: [{ ${name}: [1] }]\n`, vocabulary) as {
      readonly problems?: readonly { readonly path: string; readonly hint: string | null }[];
    };
    expect(problems?.map(({ path }) => path)).toEqual([`${key}[0].${name}`]);
    expect(problems?.[0]?.hint).toBeTruthy();
  });
});

it('loads keep what is written as it is, and have the amount that it asks for', () => {
  const parsed = parseScenario(`${smallest}load: [{ memory: 60..140MiB }, { cpu: 50% }]\n`, vocabulary);
  expect(parsed).toMatchObject({
    scenario: {
      arms: [
        {
          settings: {
            load: [
              { options: '60..140MiB', amount: { low: 60 * 1024 ** 2, high: 140 * 1024 ** 2 } },
              { options: '50%', amount: { low: 500, high: 500 } },
            ],
          },
        },
      ],
    },
  });
});
