// A journal that is read while somebody writes it.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decodeJournal } from '../../src/evidence/codec.js';
import { followJournal } from '../../src/store/journal-tail.js';

const text = readFileSync(new URL('../journals/held.jsonl', import.meta.url), 'utf8');
const rows = text.split('\n');
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftlab-tail-'));
  path = join(folder, 'evidence.jsonl');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('a journal that grows piece by piece comes to the same lines as one that is read whole', () => {
  const tail = followJournal(path);
  expect([tail.readOn(), tail.lines()]).toEqual([false, []]);
  writeFileSync(path, '');
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 777) {
    appendFileSync(path, bytes.subarray(at, at + 777));
    tail.readOn();
  }
  expect(tail.lines()).toEqual(decodeJournal(text).lines);
  expect(tail.readOn()).toBe(false);
});

it('half a line is no line yet, and is one as soon as it is whole', () => {
  const [first = '', second = ''] = rows;
  writeFileSync(path, `${first}\n${second.slice(0, 20)}`);
  const tail = followJournal(path);
  expect([tail.readOn(), tail.lines().length, tail.readOn()]).toEqual([true, 1, false]);
  appendFileSync(path, `${second.slice(20)}\n`);
  expect([tail.readOn(), tail.lines().length]).toEqual([true, 2]);
});

it('a journal that is begun again, shorter or longer, is read again from its beginning', () => {
  writeFileSync(path, `${rows.slice(0, 9).join('\n')}\n`);
  const tail = followJournal(path);
  tail.readOn();
  writeFileSync(path, `${rows.slice(0, 3).join('\n')}\n`);
  expect([tail.readOn(), tail.lines().length]).toEqual([true, 3]);
  const other = rows.slice(0, 20).map((row) => row.replaceAll('2026-', '2027-'));
  writeFileSync(path, `${other.join('\n')}\n`);
  expect([tail.readOn(), tail.lines().length]).toEqual([true, 20]);
});
