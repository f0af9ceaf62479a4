// Variables put in as docker does it; test/compose/as-docker.test.ts holds the same against docker itself.
import { describe, expect, test } from 'vitest';
import { interpolate } from '../../src/compose/interpolate.js';

const env = { A: 'one', EMPTY: '' };

describe('a variable', () => {
  test.each([
    ['plain', 'plain'],
    ['${A}-$A', 'one-one'],
    ['$A-${A}', 'one}'],
    ['${NONE:-two}', 'two'],
    ['${NONE-two}', 'two'],
    ['${EMPTY:-two}', 'two'],
    ['${EMPTY-two}', ''],
    ['${A:-}', 'one'],
    ['${NONE:-}', ''],
    ['${A:-two}', 'one'],
    ['${A:?must}', 'one'],
    ['${EMPTY?must}', ''],
    ['${NONE:?a-b}', 'b'],
    ['$NONE', ''],
    ['${NONE}x', 'x'],
    ['$$A', '$A'],
    ['a/${A}:${NONE:-3.1}', 'a/one:3.1'],
    ['${constructor}', ''],
  ])('in %s is put in as %s', (text, value) => {
    expect(interpolate(text, env)).toMatchObject({ text: value, refusal: null });
  });

  test.each(['${A:+other}', '${A', '$', '${}', '${1}', 'a $ b'])('in %s is refused for its form', (text) => {
    expect(interpolate(text, env).refusal).toEqual({ why: 'form' });
  });

  test('that is required and missing is refused with what the recipe says about it', () => {
    expect(interpolate('${NONE:?must be set}', env).refusal).toEqual({
      why: 'required',
      name: 'NONE',
      says: 'must be set',
    });
    expect(interpolate('${EMPTY:?must}', env).refusal).toMatchObject({ name: 'EMPTY' });
  });

  test('without a default that nobody gives is named', () => {
    expect(interpolate('$NONE ${OTHER} ${A} ${X:-}', env).unset).toEqual(['NONE', 'OTHER']);
  });

  test('inside a default stays as it is written, which is told', () => {
    expect(interpolate('${NONE:-${A}}', env)).toMatchObject({ text: '${A}', nested: true });
    expect(interpolate('${NONE:-A}', env).nested).toBe(false);
  });

  test('that is never closed does not take long, however often it stands there', () => {
    const started = performance.now();
    expect(interpolate('${a-'.repeat(200_000), env).refusal).toEqual({ why: 'form' });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
