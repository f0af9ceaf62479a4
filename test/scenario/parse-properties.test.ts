import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallest, vocabulary, whole } from './sample.js';

/** Holds for every text: no throw, and problems that lie inside the text, sorted and each said once. */
function isSane(text: string): void {
  const parsed = parseScenario(text, vocabulary);
  if (parsed.ok) return;
  const lines = text.split('\n');
  const places = parsed.problems.map(({ line, column }) => line * 1e6 + column);
  expect(parsed.problems.length).toBeGreaterThan(0);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const { line, column, message, hint } of parsed.problems) {
    const length = lines[line - 1]?.length;
    expect(length).toBeDefined();
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((length ?? 0) + 1);
    expect(`${message}${hint ?? ''}`).not.toContain('\n');
    expect(`${message}${hint ?? ''}`.replace(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(
      /undefined|\[object|Invalid (?:input|option|string|key)|NaN/,
    );
  }
}

/** The whole sample with a piece cut out and another put in. */
const spoilt = fc
  .record({
    from: fc.nat(whole.length),
    cut: fc.nat(12),
    put: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        '\n',
        ': ',
        '- ',
        '[',
        '{',
        '}',
        '"',
        '*a',
        '&a',
        '!',
        '  ',
        '\t',
        '\r\n',
        'null',
        '~',
        '?',
        '|',
        '__proto__',
      ),
    ),
  })
  .map(({ from, cut, put }) => whole.slice(0, from) + put + whole.slice(from + cut));

/** Values of every kind under keys that are known somewhere. */
const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      null,
      '',
      '448MiB',
      '60..140MiB',
      '3s',
      'none',
      'all',
      'held',
      'stack',
      '__proto__',
      'constructor',
      'toString',
      1e400,
      -1,
      true,
      'a\nb',
      'a\0b',
    ),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'scenario',
        'engine',
        'private',
        'memory',
        'recipe',
        'base',
        'images',
        'tag',
        'build',
        'load',
        'arms',
        'a',
        'only',
        'expect',
        'all',
        'drift',
        'outcome',
        'env',
        'observe',
        'settle',
        'trials',
        'each',
        'constructor',
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

describe('parseScenario, for any text,', () => {
  it('neither throws nor points outside', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 })),
        isSane,
      ),
      { numRuns: 200 },
    );
  });

  it('neither throws nor points outside when a good file is spoilt', () => {
    fc.assert(fc.property(spoilt, isSane), { numRuns: 200 });
  });

  it('neither throws nor points outside when values of all kinds stand where others belong', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        isSane(JSON.stringify(value, null, 1));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps every ref as written', () => {
    const ref = fc
      .stringMatching(/^[0-9a-z][0-9a-z.+_/-]{0,20}$/)
      .filter((text) => text !== 'null' && text !== 'main');
    fc.assert(
      fc.property(ref, (base) => {
        const parsed = parseScenario(
          smallest.replace('0.7.0+3.3.1', base).replace('head: 7ae7b0f76efb', 'head: main'),
          vocabulary,
        );
        expect(parsed.ok && parsed.scenario.arms[0]?.settings.recipe.base).toBe(base);
      }),
    );
  });
});
