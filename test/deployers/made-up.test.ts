import { expect, test } from 'vitest';
import { madeUpSecret } from '../../src/deployers/made-up.js';

const rule = { length: 40, charset: ['hex'], generated: true };

test('a made-up secret has the length and the characters that the recipe asks for', () => {
  expect(madeUpSecret(rule, ['s', 'db'])).toMatch(/^[0-9a-f]{40}$/);
  expect(madeUpSecret({ ...rule, length: 5, charset: ['default'] }, ['s', 'db'])).toMatch(/^[A-Za-z0-9]{5}$/);
  expect(madeUpSecret({ ...rule, length: 200, charset: ['default', 'special'] }, ['s', 'db'])).toMatch(
    /[$!]/,
  );
  expect(madeUpSecret(undefined, ['s', 'db'])).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(madeUpSecret({ ...rule, charset: ['runes'] }, ['s', 'db'])).toMatch(/^[A-Za-z0-9]{40}$/);
});

test('it is the same for the same stack, and another for another stack or secret', () => {
  const made = madeUpSecret(rule, ['s', 'db']);
  expect(madeUpSecret(rule, ['s', 'db'])).toBe(made);
  expect(madeUpSecret(rule, ['t', 'db'])).not.toBe(made);
  expect(madeUpSecret(rule, ['s', 'db2'])).not.toBe(made);
});
