// Recorded journals, damaged as disks and accidents damage files, with and without the seals that are written
// today.
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { decodeJournal, encodeLine } from '../../src/evidence/codec.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { createSealer } from '../../src/evidence/seal.js';
import type { RunSpec } from '../../src/plan/plan.js';
import { judge, type Outcome } from '../../src/verdict/index.js';
import { trialSpec } from '../verdict/constructed-journal.js';

/** Which journal, and what was done to it where; places are fractions, so that they fit every journal. */
export interface DamagedJournal {
  readonly name: string;
  readonly sealed: boolean;
  readonly damage: string;
  readonly at: number;
  readonly other: number;
}

const folder = new URL('../journals/', import.meta.url);
const recorded = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
const sealed = new Map(recorded.map(({ name, text }) => [name, sealedText(decodeJournal(text).lines)]));
const unsealed = new Map(recorded.map(({ name, text }) => [name, text]));
const specs = new Map(recorded.map(({ name, text }) => [name, runsOf(decodeJournal(text).lines)]));

function sealedText(lines: readonly Evidence[]): string {
  const seal = createSealer();
  return lines.map((line) => `${seal(encodeLine(line))}\n`).join('');
}

/** Of the trial as it was, whatever the damage says. */
function runsOf(lines: readonly Evidence[]): readonly RunSpec[] {
  const stacks = new Map(
    lines.flatMap((line) =>
      line.kind === 'deploy' || line.kind === 'adopted' ? [[line.run, line.stack] as const] : [],
    ),
  );
  return [...stacks].map(([run, stack]) => ({
    run,
    stack,
    domain: `${stack}.driftlab.test`,
    startAfterMs: 0,
  }));
}

/**
 * Evenly over the file; doubles would be drawn evenly over their exponents, and nearly all of them be next to
 * 0.
 */
const place = fc.integer({ min: 0, max: 999_999 }).map((part) => part / 1_000_000);
const damages: Readonly<Record<string, (text: string, at: number, other: number) => string>> = {
  'a bit flipped': (text, at, other) => {
    const bytes = Buffer.from(text);
    const index = Math.floor(at * bytes.length);
    bytes[index] = (bytes[index] ?? 0) ^ (1 << Math.floor(other * 8));
    return bytes.toString('utf8');
  },
  'cut off': (text, at) => text.slice(0, Math.floor(at * text.length)),
  'a piece gone': (text, at, other) =>
    text.slice(0, Math.floor(at * text.length)) +
    text.slice(Math.floor(at * text.length) + 1 + Math.floor(other * 400)),
  'a piece of zeros': (text, at, other) =>
    text.slice(0, Math.floor(at * text.length)) +
    '\0'.repeat(1 + Math.floor(other * 4096)) +
    text.slice(Math.floor(at * text.length) + 1 + Math.floor(other * 4096)),
  'a line gone': (text, at) =>
    rows(text, (all) => {
      all.splice(Math.floor(at * all.length), 1);
    }),
  'lines gone': (text, at, other) =>
    rows(text, (all) => {
      all.splice(Math.floor(at * all.length), 1 + Math.floor(other * 20));
    }),
  'a line twice': (text, at) =>
    rows(text, (all) => {
      const index = Math.floor(at * all.length);
      all.splice(index, 0, all[index] ?? '');
    }),
  "two lines in each other's place": (text, at, other) =>
    rows(text, (all) => {
      const [one, two] = [Math.floor(at * all.length), Math.floor(other * all.length)];
      [all[one], all[two]] = [all[two] ?? '', all[one] ?? ''];
    }),
  'a line cut': (text, at, other) =>
    rows(text, (all) => {
      const index = Math.floor(at * all.length);
      all[index] = (all[index] ?? '').slice(0, Math.floor(other * (all[index] ?? '').length));
    }),
  'the end of another': (text, at, other) => {
    const another = recorded[Math.floor(other * recorded.length)]?.text ?? '';
    const damaged = text.slice(0, Math.floor(at * text.length)) + another.slice(Math.floor(at * text.length));
    // Nothing is damaged where all of it is the other's.
    return damaged === another ? text : damaged;
  },
};
export const damageNames: readonly string[] = Object.keys(damages);

function rows(text: string, change: (all: string[]) => void): string {
  const all = text.trimEnd().split('\n');
  change(all);
  return `${all.join('\n')}\n`;
}

export const damagedJournal: fc.Arbitrary<DamagedJournal> = fc.record({
  name: fc.constantFrom(...recorded.map(({ name }) => name)),
  sealed: fc.boolean(),
  damage: fc.constantFrom(...damageNames),
  at: place,
  other: place,
});

/** The journal before and after. */
export function textsOf({ name, sealed: isSealed, damage, at, other }: DamagedJournal): {
  readonly whole: string;
  readonly damaged: string;
} {
  const whole = (isSealed ? sealed : unsealed).get(name) ?? '';
  return { whole, damaged: damages[damage]?.(whole, at, other) ?? whole };
}

/** The outcomes of the runs of the journal of that name, read from this text. */
export function outcomesOf(name: string, text: string): readonly Outcome[] {
  const { lines, problems } = decodeJournal(text);
  return judge(trialSpec([], specs.get(name) ?? []), lines, problems).runs.map(({ outcome }) => outcome);
}
