// Files as large as they come: what is wrong with them is said, and said soon. The times are those that a
// busy machine keeps, and a tenth of what these files took when each problem was looked up by itself.
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallest, vocabulary } from './sample.js';

const soonMs = 5000;
const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

const files: readonly (readonly [what: string, text: string, problems: number, first: string])[] = [
  [
    '25,000 texts where there is to be one: the first mistakes are told, the others counted',
    `trials: { until: ${'"'.repeat(50_000)} }`,
    51,
    'this is not YAML: Unexpected double-quoted-scalar at node end',
  ],
  [
    '6,000 unknown keys',
    many(6000, (at) => `key${String(at)}: 1\n`),
    6000,
    '"key0" is not a key of a scenario',
  ],
  [
    '3,000 arms',
    `arms:\n${many(3000, (at) => `  a${String(at)}: { env: { A: 1 } }\n`)}`,
    1,
    'there are more than 2000 entries here',
  ],
  [
    '2,000 arms that are wrong by themselves',
    `arms:\n${many(2000, (at) => `  a${String(at)}: { recipe: { head: 0.7.0+3.3.1 } }\n`)}`,
    2000,
    'base and head are both "0.7.0+3.3.1", so nothing would be upgraded',
  ],
  [
    '1,500 expectations of no arm',
    `arms:\n${many(1500, (at) => `  a${String(at)}:\n`)}expect:\n${many(1500, (at) => `  b${String(at)}: { drift: none }\n`)}`,
    1500,
    'there is no arm "b0" to expect something of',
  ],
  ['a megabyte of comments', '# nothing\n'.repeat(100_000), 1, 'the file is longer than any scenario'],
  ['a megabyte of blank lines', '\n'.repeat(1_000_000), 1, 'the file is longer than any scenario'],
  ['a megabyte of aliases', `env: [${'*a, '.repeat(250_000)}]\n`, 1, 'the file is longer than any scenario'],
  [
    'more than a megabyte in one text',
    `question: ${'x'.repeat(1_100_000)}\n`,
    1,
    'the file is longer than any scenario',
  ],
  [
    'a key of a megabyte',
    `"${'k'.repeat(1_000_000)}"`,
    1,
    'this is not YAML: Implicit map keys need to be followed by map values',
  ],
  [
    'a name of a megabyte',
    `service: ${'x'.repeat(1_000_000)}-?\n`,
    1,
    `"${'x'.repeat(60)}…" is not the name of a service, without the stack's name`,
  ],
  [
    'maps in maps in maps',
    many(40, (at) => `${' '.repeat(at)}m:\n`),
    1,
    'this is nested deeper than any scenario',
  ],
];

describe('a scenario file with', () => {
  it.each(files)('%s is answered soon', (_, lines, problems, first) => {
    const began = performance.now();
    const parsed = parseScenario(`${smallest}${lines}`, vocabulary);
    const tookMs = performance.now() - began;
    expect(parsed.ok ? [] : parsed.problems).toHaveLength(problems);
    expect(parsed.ok ? null : parsed.problems[0]?.message).toBe(first);
    expect(tookMs).toBeLessThan(soonMs);
  });

  it('a megabyte of prose is read', () => {
    expect(parseScenario(`${smallest}question: ${'word '.repeat(200_000)}\n`, vocabulary).ok).toBe(true);
  });
});
