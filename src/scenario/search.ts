// Where a load tips: what is wrong with a search, and what it means.
import { engineTraits } from './engines/index.js';
import { formatBytes } from '../base/units.js';
import { armsMeant, armWords } from './arm-pattern.js';
import type { DraftArm } from './arms.js';
import type { Finding } from './problem.js';
import type { Search } from './scenario.js';
import type { SearchPart } from './trials-shape.js';
import { quoted, wayOut } from './wording.js';

const at = (key: string): readonly string[] => ['trials', 'search', key];
const [levelsDefault, trialsDefault] = [11, 40];
const levelsMin = 4;

export function checkSearch(search: SearchPart | undefined, arms: readonly DraftArm[]): readonly Finding[] {
  if (search === undefined) return [];
  const { over, levels = levelsDefault, most = trialsDefault } = search;
  return [
    ...checkArm(search, arms),
    ...(over.high > over.low
      ? []
      : [
          {
            path: at('over'),
            place: 'value',
            message: `the range is one amount, ${formatBytes(over.low)}`,
            hint: 'write it like 0..256MiB',
          } as const,
        ]),
    ...(levels >= levelsMin
      ? []
      : [
          {
            path: at('levels'),
            place: 'value',
            message: `${String(levels)} levels are too few to see where it tips`,
            hint: `take ${String(levelsMin)} or more`,
          } as const,
        ]),
    ...(over.high > over.low && namesOfLevels(over, levels).size < levels
      ? [
          {
            path: at('levels'),
            place: 'value',
            message:
              `${String(levels)} levels between ${formatBytes(over.low)} and ${formatBytes(over.high)} ` +
              'lie too close together to be told apart',
            hint: 'take fewer levels, or a wider range',
          } as const,
        ]
      : []),
    ...(most >= levels
      ? []
      : [
          {
            path: at('most'),
            place: 'value',
            message: `${String(most)} trials are fewer than the ${String(levels)} levels`,
            hint: 'allow more trials, or take fewer levels',
          } as const,
        ]),
  ];
}

/** Levels are named by their amounts, as shown. */
function namesOfLevels({ low, high }: SearchPart['over'], levels: number): ReadonlySet<string> {
  return new Set(
    Array.from({ length: levels }, (_, level) => formatBytes(low + (level * (high - low)) / (levels - 1))),
  );
}

function checkArm({ arm, load, over }: SearchPart, arms: readonly DraftArm[]): readonly Finding[] {
  const meant = arm === undefined ? arms : armsMeant(arm, arms);
  const [one] = meant;
  if (arm !== undefined && (one === undefined || meant.length > 1))
    return [
      {
        path: at('arm'),
        place: 'value',
        message: `${quoted(arm)} is not one arm`,
        hint: wayOut(
          arm,
          'the arms',
          armWords(arms),
          arms.map((one) => one.name),
        ),
      },
    ];
  if (one === undefined || meant.length > 1)
    return [
      {
        path: ['trials', 'search'],
        place: 'value',
        message: `the scenario has ${String(arms.length)} arms, and search does not say which one`,
        hint: `add arm: ${armWords(arms)[0] ?? 'NAME'}`,
      },
    ];
  const loads = one.draft.load.filter(({ injector }) => injector === load).length;
  if (loads !== 1)
    return [
      {
        path: at('load'),
        place: 'value',
        message: `the arm ${one.name} has ${String(loads)} loads of ${load}, and a search varies exactly one`,
        hint: `give it one, like load: [{ ${load}: 100MiB, during: upgrade }]`,
      },
    ];
  const { envelopeBytes: memoryBytes } = engineTraits(one.draft.engine);
  if (memoryBytes === null || over.high <= memoryBytes) return [];
  return [
    {
      path: at('over'),
      place: 'value',
      message: `the range reaches ${formatBytes(over.high)}, but the engine has ${formatBytes(memoryBytes)}`,
      hint: 'end it lower, and leave room for the app',
    },
  ];
}

/** The search of a scenario without problems. */
export function searchOf(
  { arm, load, over, levels = levelsDefault, most = trialsDefault }: SearchPart,
  arms: readonly DraftArm[],
): Search {
  return {
    arm: (arm === undefined ? arms : armsMeant(arm, arms))[0]?.name ?? '',
    injector: load,
    over,
    levels,
    trialsMax: most,
  };
}
