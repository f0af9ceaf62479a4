// What rates count: by default every trial that did not hold; a scenario may narrow it to drift or to causes.
import type * as z from 'zod';
import { oneOrMore } from './leaf.js';
import { noted } from './map-shape.js';
import type { Count } from './scenario.js';
import { described, namesOf, type Vocabulary, type Word } from './vocabulary.js';

/** Each stands alone, never in a list with others. */
const wholes: readonly Word[] = [
  { name: 'not-held', summary: 'every valid trial that did not hold' },
  { name: 'drift', summary: 'of these only those whose label at the end is not the one that git intended' },
];

const meaning = [
  'What rates, comparisons, stop rules, searches and attribution count as a failure.',
  'One of the following, or causes: then only trials that did not hold by one of these count.',
].join(' ');

export function countShape({ causes }: Pick<Vocabulary, 'causes'>): z.ZodType<readonly string[] | undefined> {
  const words = [...wholes, ...causes];
  const shape = oneOrMore(namesOf(words), 'something to count', 'the choices').refine(
    (named) => named.length === 1 || !named.some(isWhole),
    { error: 'not-held and drift go with nothing else\nkeep one of them, or a list of causes' },
  );
  return noted(shape, described(meaning, words), { default: 'not-held' });
}

function isWhole(name: string): boolean {
  return wholes.some((whole) => whole.name === name);
}

/** What a scenario without problems counts. */
export function countOf(said: readonly string[] | undefined): Count {
  const [one] = said ?? [];
  if (said === undefined || one === undefined || one === 'not-held') return 'not-held';
  return one === 'drift' ? 'drift' : said;
}
