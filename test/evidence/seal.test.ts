// Journals whose lines are sealed: every change is noticed, and those of older driftlabs, which have no
// seals, are read as before.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeJournal } from '../../src/evidence/codec.js';
import { createSealer } from '../../src/evidence/seal.js';

const recorded = readFileSync(new URL('../journals/held.jsonl', import.meta.url), 'utf8');
const rowsOf = (text: string): readonly string[] => text.split('\n').filter((row) => row !== '');
const sealed = (rows: readonly string[]): string => {
  const seal = createSealer();
  return `${rows.map(seal).join('\n')}\n`;
};
const whole = sealed(rowsOf(recorded));
const problemsOf = (text: string): readonly string[] =>
  decodeJournal(text).problems.map(({ kind, line }) => `${kind} ${String(line)}`);

describe('a sealed journal', () => {
  it('is read as the same facts as one without seals, and its lines are JSON that can be searched', () => {
    expect(decodeJournal(whole)).toEqual(decodeJournal(recorded));
    expect(problemsOf(whole)).toEqual([]);
    for (const row of rowsOf(whole)) expect(JSON.parse(row)).toHaveProperty('sum');
    expect(rowsOf(whole)[3]).toMatch(/^\{"seq":4,.*,"sum":"[0-9a-f]{8}"\}$/);
  });

  it('has not one byte that can be another without being noticed', () => {
    const bytes = Buffer.from(whole);
    const unnoticed: number[] = [];
    for (let at = 0; at < bytes.length; at += 97) {
      for (const flip of [1, 0x20, 0x80]) {
        const changed = Buffer.from(bytes);
        changed[at] = (bytes[at] ?? 0) ^ flip;
        if (problemsOf(changed.toString('utf8')).length === 0) unnoticed.push(at);
      }
    }
    expect(unnoticed).toEqual([]);
  }, 300_000);

  it('names the line that changed, and that one alone', () => {
    const rows = rowsOf(whole).map((row, index) =>
      index === 6 ? row.replace('"wall":"2', '"wall":"3') : row,
    );
    expect(problemsOf(`${rows.join('\n')}\n`)).toEqual(['changed 7']);
  });

  it('is not whole with a line that went, came twice, is of another journal, or lost its seal', () => {
    const rows = rowsOf(whole);
    const without = (index: number): string => `${rows.toSpliced(index, 1).join('\n')}\n`;
    expect(problemsOf(without(5))).toContain('changed 6');
    expect(problemsOf(`${rows.toSpliced(5, 0, rows[4] ?? '').join('\n')}\n`)).toContain('changed 6');
    const other = rowsOf(sealed(rowsOf(recorded).map((row) => row.replace('"wall":"2', '"wall":"3'))));
    expect(problemsOf(`${rows.with(5, other[5] ?? '').join('\n')}\n`)).toContain('changed 6');
    expect(
      problemsOf(`${rows.with(5, (rows[5] ?? '').replace(/,"sum":"[0-9a-f]+"/, '')).join('\n')}\n`),
    ).toContain('changed 6');
  });

  it('whose writer was killed is torn, and no line before is said to have changed', () => {
    expect(problemsOf(whole.slice(0, -30))).toEqual([
      `torn ${String(rowsOf(whole).length)}`,
      `changed ${String(rowsOf(whole).length)}`,
    ]);
    expect(decodeJournal(whole.slice(0, -30)).problems[0]?.detail).toContain('killed while writing');
    expect(problemsOf(`${rowsOf(whole).slice(0, -1).join('\n')}\n`)).toEqual([]);
  });
});
