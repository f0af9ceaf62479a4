// A member is a definition: its options are read by its own schema wherever they are needed.
import { expect, it } from 'vitest';
import { count } from '../../src/scenario/leaf.js';
import { keys, noted } from '../../src/scenario/map-shape.js';
import { member, type Definition, type Need, type Surroundings } from '../../src/scenario/definition.js';

const need: Need = { kind: 'own-engine' };
const arm = { checkouts: 2 } as Surroundings;
const definition: Definition<{ readonly times?: number | undefined }> = {
  name: 'knock',
  summary: 'knocks at the door',
  example: '{ knock: { times: 3 } }',
  options: keys('a knock', { times: noted(count(9), 'How often.') }),
  needs: [need],
  conflicts: ({ times = 1 }, { checkouts }) =>
    times > checkouts
      ? [{ with: [['checkouts']], message: `${String(times)} are too many`, hint: 'knock less' }]
      : [],
};

it('sees its options as its own schema reads them, whoever kept them as they were written', () => {
  const { conflicts, needs } = member(definition);
  expect(conflicts({ times: '3' }, arm)).toEqual([
    { with: [['checkouts']], message: '3 are too many', hint: 'knock less' },
  ]);
  expect(conflicts({ times: '2' }, arm)).toEqual([]);
  expect(needs).toEqual([need]);
});

it('contradicts nothing and needs nothing where it does not say so', () => {
  const { name, summary, example, options } = definition;
  const { conflicts, needs } = member({ name, summary, example, options });
  expect(conflicts({ times: '9' }, arm)).toEqual([]);
  expect(needs).toEqual([]);
});
