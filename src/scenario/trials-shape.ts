// The shape of `trials`: how many, or until what is known, and for how long.
import type * as z from 'zod';
import type { Range } from '../base/units.js';
import { levelsMax } from './bounds.js';
import { byteRange, count, duration, oneOrMore, percentage, text, word } from './leaf.js';
import { described, namesOf, type Vocabulary, type Word } from './vocabulary.js';
import { keys, noted } from './map-shape.js';

export interface TrialsPart {
  readonly each?: number | undefined;
  readonly until?: UntilPart | undefined;
  readonly search?: SearchPart | undefined;
  readonly budget?: number | undefined;
}

/** Where a load tips: levels of it from one end of the range to the other. */
export interface SearchPart {
  readonly load: string;
  readonly over: Range;
  readonly levels?: number | undefined;
  readonly most?: number | undefined;
  readonly arm?: string | undefined;
}

/** Rates are fractions. */
export interface UntilPart {
  readonly reproduced?: number | undefined;
  readonly background?: number | undefined;
  readonly 'rate-below'?: number | undefined;
  readonly 'good-rate'?: number | undefined;
  readonly decided?:
    | {
        readonly a: string;
        readonly b: string;
        readonly rates?: { readonly a: number; readonly b: number } | undefined;
      }
    | undefined;
  readonly cause?: readonly string[] | undefined;
  readonly confidence?: number | undefined;
  readonly arm?: string | undefined;
}

export function trialsShape({
  causes,
  injectors,
}: Pick<Vocabulary, 'causes' | 'injectors'>): z.ZodType<TrialsPart> {
  return keys('the trials', {
    each: noted(count(), 'Trials of each arm.', { default: 10 }),
    until: noted(
      until(causes),
      'Stop as soon as this is known, with the errors that the confidence allows, instead of after a ' +
        'number of trials.',
    ),
    search: noted(
      search(namesOf(injectors.filter(({ searchable }) => searchable === true))),
      'Find the load at which half of the upgrades fail: each trial is run where most is to be learnt.',
    ),
    budget: noted(
      duration(),
      'No trial is launched after this time; a scenario that could not end within it is refused ' +
        'before it begins.',
    ),
  }).refine(
    ({ each, until: question, search: sought }) =>
      [each, question, sought].filter((one) => one !== undefined).length < 2,
    { error: 'the trials have more than one end\nkeep one of each, until and search' },
  );
}

function search(loads: readonly string[]) {
  return keys('the search', {
    load: word(loads, 'a load that can be searched', 'they').meta({
      description: 'The injector whose amount is varied; the arm has exactly one load of it.',
      type: 'string',
    }),
    over: byteRange().meta({ description: 'From the smallest to the largest amount.', type: 'string' }),
    levels: noted(count(levelsMax), 'Amounts to choose from, evenly spaced, the ends included.', {
      default: 11,
    }),
    most: noted(count(), 'The most valid trials.', { default: 40 }),
    arm: noted(
      text({ what: 'the name of an arm', like: 'start-first' }),
      'The arm that is searched; needed when there are several.',
    ),
  });
}

function until(causes: readonly Word[]) {
  const arm = (): z.ZodType<string, string> => text({ what: 'the name of an arm', like: 'start-first' });
  return keys('until', {
    reproduced: noted(
      percentage(),
      'Does it fail in at least this share of the trials? What counts as a failure is said by the key count.',
      { examples: ['30%'] },
    ),
    background: noted(
      percentage(),
      'With reproduced: the rate at which the answer is to be no. A sixth of it by default.',
    ),
    'rate-below': noted(percentage(), 'Do fewer than this share of the trials fail to hold?', {
      examples: ['10%'],
    }),
    'good-rate': noted(
      percentage(),
      'With rate-below: the rate at which the answer is to be yes. A tenth of it by default.',
    ),
    decided: noted(
      keys('decided', {
        a: arm().meta({ description: 'The arm that may be worse.', type: 'string' }),
        b: arm().meta({ description: 'The arm that may be better.', type: 'string' }),
        rates: noted(
          keys('the rates', {
            a: percentage().meta({ description: 'Rate of a.', type: 'string' }),
            b: percentage().meta({ description: 'Rate of b, below that of a.', type: 'string' }),
          }),
          'The difference that is to be found 9 times in 10 when it is there.',
          { default: { a: '50%', b: '10%' } },
        ),
      }),
      'Does arm a fail more often than arm b?',
    ),
    cause: noted(
      oneOrMore(namesOf(causes), 'a cause', 'the causes'),
      described(
        'With reproduced or decided: only trials that did not hold by one of these causes count; ' +
          'others are shown beside.',
        causes,
      ),
    ),
    confidence: noted(percentage(), 'One minus the highest probability of a wrong answer, on either side.', {
      default: '95%',
    }),
    arm: noted(arm(), 'The arm that is asked about; needed when there are several.'),
  });
}
