// What can be wrong with factors as a whole: arms beside them, levels that give the same setting, cells that
// do not exist or are all left out.
import { armsMax } from './bounds.js';
import { cellsOf, clashesOf, productOf } from './factors.js';
import type { Finding } from './problem.js';
import type { ScenarioPart } from './shape.js';
import { additive } from './settings/index.js';
import { listed, quoted, wayOut } from './wording.js';

export function checkFactors({ factors, exclude = [], arms }: ScenarioPart): readonly Finding[] {
  if (factors === undefined)
    return exclude.length === 0
      ? []
      : [
          {
            path: ['exclude'],
            place: 'key',
            message: 'there are no factors to leave cells out of',
            hint: 'add factors, or take exclude out',
          },
        ];
  const beside: readonly Finding[] =
    arms === undefined
      ? []
      : [
          {
            path: ['arms'],
            place: 'key',
            message: 'the scenario has arms and factors',
            hint: 'make the arms one more factor, with each arm as a level',
          },
        ];
  const unknown = exclude.flatMap((pattern, index) =>
    Object.entries(pattern).flatMap(([factor, level]) => unknownIn(factors, { index, factor, level })),
  );
  return [
    ...beside,
    ...clashFindings(factors),
    ...unknown,
    ...(unknown.length > 0 ? [] : checkCells(factors, exclude)),
  ];
}

type Factors = NonNullable<ScenarioPart['factors']>;

function clashFindings(factors: Factors): readonly Finding[] {
  return clashesOf(factors).map(({ setting, instead, first, second }) => ({
    path: second,
    place: 'key',
    message:
      `${setting} is given here and ${instead === null ? '' : `${instead} `}by the level ` +
      `${String(first[2])} of ${String(first[1])}, so it is not clear which one counts`,
    hint: `let one factor alone give it; only ${listed([...additive])} of several factors add up`,
  }));
}

function unknownIn(
  factors: Factors,
  { index, factor, level }: { readonly index: number; readonly factor: string; readonly level: string },
): readonly Finding[] {
  const levels = factors[factor];
  if (levels === undefined)
    return [
      {
        path: ['exclude', index, factor],
        place: 'key',
        message: `there is no factor ${quoted(factor)}`,
        hint: wayOut(factor, 'the factors', Object.keys(factors)),
      },
    ];
  if (Object.hasOwn(levels, level)) return [];
  return [
    {
      path: ['exclude', index, factor],
      place: 'value',
      message: `${factor} has no level ${quoted(level)}`,
      hint: wayOut(level, 'its levels', Object.keys(levels)),
    },
  ];
}

function checkCells(factors: Factors, exclude: NonNullable<ScenarioPart['exclude']>): readonly Finding[] {
  const product = productOf(factors);
  const sum = Object.values(factors)
    .map((levels) => String(Object.keys(levels).length))
    .join(' × ');
  if (product > armsMax)
    return [
      {
        path: ['factors'],
        place: 'value',
        message:
          `the factors make ${sum} = ${String(product)} cells, and at most ${String(armsMax)} can be ` +
          'run',
        hint: 'take levels or factors out',
      },
    ];
  if (cellsOf(factors, exclude).length > 0) return [];
  return [
    {
      path: ['exclude'],
      place: 'key',
      message: `all ${String(product)} cells are left out`,
      hint: 'leave fewer out',
    },
  ];
}
