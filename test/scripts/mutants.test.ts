// The faults that `npm run mutants` plants: each does what it says when it is switched on, and nothing while
// it is not.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { describe, expect, it } from 'vitest';

interface Mutant {
  readonly id: number;
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly what: string;
  readonly unit: number | null;
}
interface Made {
  readonly mutants: readonly Mutant[];
  readonly code: string;
}
interface Switches {
  active: number;
  hits: Set<number> | null;
  ticks: number;
  ticksMax: number;
  readonly constants: (() => void)[];
  readonly tooLong: () => never;
}

const { mutate } = (await import(pathToFileURL(resolve('scripts/mutants/mutate.mjs')).href)) as {
  readonly mutate: (file: string, text: string, firstId: number) => Made;
};

/** What `run` of the text gives for each of the inputs, with every mutant in turn. */
function tried(text: string, ...inputs: readonly unknown[]): ReadonlyMap<string, unknown> {
  const { mutants, code } = mutate('a.ts', text, 1);
  const switches: Switches = {
    active: 0,
    hits: null,
    ticks: 0,
    ticksMax: 1000,
    constants: [],
    tooLong: () => {
      throw new Error('too long');
    },
  };
  const body = `${code.replace('globalThis.driftlabMutants', 'switches').replaceAll('export ', '')}\nreturn run;`;
  const run = (compileFunction(body, ['switches']) as (switches: Switches) => (input: unknown) => unknown)(
    switches,
  );
  const result = (id: number): unknown => {
    Object.assign(switches, { active: id, ticks: 0 });
    for (const anew of switches.constants) anew();
    try {
      return inputs.map(run);
    } catch (error) {
      return String(error);
    }
  };
  return new Map([
    ['', result(0)],
    ...mutants.map(({ id, from, to }): [string, unknown] => [`${from} → ${to}`, result(id)]),
  ]);
}

describe('a mutant', () => {
  it('moves limits, turns conditions round and empties words', () => {
    expect(tried('export function run(x) { if (x > 2) return "many"; return "few"; }', 1, 2, 3)).toEqual(
      new Map<string, unknown>([
        ['', ['few', 'few', 'many']],
        ['x > 2 → true', ['many', 'many', 'many']],
        ['x > 2 → false', ['few', 'few', 'few']],
        ['> → >=', ['few', 'many', 'many']],
        ['> → <=', ['many', 'many', 'few']],
        ['2 → 3', ['few', 'few', 'few']],
        ['2 → 1', ['few', 'many', 'many']],
        ['"many" → \'\'', ['few', 'few', '']],
        ['"few" → \'\'', ['', '', 'many']],
      ]),
    );
  });

  it('of a constant of the module is seen wherever that is used', () => {
    const found = tried(
      'export const limit = 30; const twice = 2 * limit; export function run(x) { return x + twice; }',
      1,
    );
    expect([found.get(''), found.get('30 → 45'), found.get('2 → 3'), found.get('* → /')]).toEqual([
      [61],
      [91],
      [91],
      [1 + 2 / 30],
    ]);
  });

  it('leaves out an element, a call, a statement, or an alternative', () => {
    const found = tried(
      'export function run(x) { const all = [1, 2, 3].filter((one) => one !== x); all.push(9); ' +
        'return (all[7] ?? all.length) && all; }',
      2,
    );
    expect([found.get(''), found.get('1,  → '), found.get(', 3 → ')]).toEqual([
      [[1, 3, 9]],
      [[3, 9]],
      [[1, 9]],
    ]);
    expect(found.get('[1, 2, 3].filter((one) => one !== x) → [1, 2, 3]')).toEqual([[1, 2, 3, 9]]);
    expect(found.get('all.push(9); → ')).toEqual([[1, 3]]);
    expect(found.get('all[7] ?? all.length → all[7]')).toEqual([undefined]);
  });

  it('that makes a loop go on for ever is stopped', () => {
    expect(
      tried('export function run(x) { let at = 0; while (at < x) at += 1; return at; }', 5).get('+= → -='),
    ).toBe('Error: too long');
  });

  it('knows the function that it is in, and none of types, assertions or sentences', () => {
    const { mutants, code } = mutate(
      'a.ts',
      'type A = 1 | "x"; const most = 30; export function run(x: A): string { assert(x > 1, `no`); ' +
        'return x === 1 ? `a sentence of ${most} words` : `another word`; }',
      1,
    );
    expect(mutants.map(({ from, to, unit }) => [from, to, unit === null])).toEqual([
      ['30', '45', true],
      ['30', '18', true],
      ['x === 1', 'true', false],
      ['x === 1', 'false', false],
      ['1', '2', false],
      ['1', '0', false],
    ]);
    expect(code).toContain('assert(');
  });
});
