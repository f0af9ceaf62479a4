// Texts that are made to be slow or deep: twice as much of them takes about twice as long, and ends nothing.
import { expect, it } from 'vitest';
import { concealmentOf, type Told } from '../../../src/capture/secrets/concealment.js';

const bytes = 50_000;
/** So fast that a ratio would be of noise. */
const fastMs = 150;

const conceal = (told: Told): string => {
  const { textOf, valueOf, wordsOf } = concealmentOf([told], (secret) => secret);
  if (told.kind === 'text') return textOf(told.name, told.text);
  return told.kind === 'variable' ? valueOf(told.name, told.value) : wordsOf(told.words).join(' ');
};

/** Of this process's own CPU, the better of two. */
function cpuMs(work: () => void): number {
  const once = (): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  return Math.min(once(), once());
}

function expectLinear(told: (length: number) => Told): void {
  conceal(told(bytes / 10));
  const half = cpuMs(() => conceal(told(bytes)));
  const whole = cpuMs(() => conceal(told(2 * bytes)));
  expect(whole).toBeLessThan(Math.max(fastMs, 3 * half));
}

const filled = (before: string, part: string, length: number): string =>
  before + part.repeat(Math.ceil(length / part.length));
const text = (before: string, part: string, length: number): Told => ({
  kind: 'text',
  place: 'x',
  name: 'x',
  // what comes last decides whether all of it was looked at for nothing
  text: `${filled(before, part, length)}x!`,
});

it.each([
  ['-----BEGIN PRIVATE KEY-----x', ' '],
  ['-----BEGIN PRIVATE KEY-----x', '\\n'],
  ['-----BEGIN OpenVPN Static key V1-----x', '\n'],
  ['user ', 'a'],
  ['user x ', ' >'],
  ['', 'eyJ-'],
  ['password = a', '\t'],
  ['password = a', ' # \\\n'],
  ['password="', ' '],
  ['password=${', ' '],
  ['<password>', ' '],
  ['name: password\n', ' '],
  ['curl -u ', '\t'],
  ['htpasswd -', 'b'],
  ['a', '-'],
  ['', 'key=<<A\n'],
  ['key: ', 'x\n- a key:\n'],
  ['', 'key='],
])('a text of %j and many %j', { timeout: 60_000 }, (before, part) => {
  expectLinear((length) => text(before, part, length));
});

it('a file of passwords of many empty lines', { timeout: 60_000 }, () => {
  expectLinear((length) => ({ kind: 'text', place: 'x', name: 'passwords', text: filled('', '\n', length) }));
});

it('a variable of many blanks', { timeout: 60_000 }, () => {
  expectLinear((length) => ({
    kind: 'variable',
    place: 'x',
    name: 'DB_AUTH',
    value: filled('', ' ', length),
  }));
});

it('a command of many words', { timeout: 60_000 }, () => {
  expectLinear((length) => ({
    kind: 'words',
    place: 'x',
    words: filled('', 'word ', length / 5).split(' '),
  }));
});

it('many secrets that begin alike', { timeout: 60_000 }, () => {
  const lines = (length: number): string =>
    Array.from(
      { length: length / 50 },
      (_, index) => `token${String(index)}: secret-${String(index)}-x`,
    ).join('\n');
  expectLinear((length) => ({ kind: 'text', place: 'x', name: 'x', text: lines(length) }));
});

it.each([
  ['lists', '['],
  ['maps', '{a: '],
  ['lists of lines', '- '],
  ['joined texts', 'password: "ab" + '],
  ['schemes of a header', 'token: basic '],
  ['lines that go on', 'password: a\\\n'],
  ['words of a here document', 'A'],
])('deep %s end nothing', (_, part) => {
  for (const before of ['', 'password=<<A', 'password: '])
    expect(conceal(text(before, part, 40_000)).length).toBeGreaterThan(30_000);
});

it('a document of some depth is read as one', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}{passwords: [a1b2c3]}${']'.repeat(depth)}`;
  const value = (depth: number): string =>
    conceal({ kind: 'variable', place: 'x', name: 'SETTING', value: nested(depth) });
  expect(value(200)).not.toContain('a1b2c3');
});
