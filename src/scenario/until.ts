// When a campaign may stop: the question that its trials are run for, with the rates between which it has to
// tell.
import { formatPercent } from '../base/units.js';
import type { NamedArm } from './arm-pattern.js';
import { armsMeant, armWords } from './arm-pattern.js';
import type { Finding, Path } from './problem.js';
import type { UntilPart } from './trials-shape.js';
import type { Until } from './scenario.js';
import { quoted, wayOut } from './wording.js';

const at = (key: string): readonly string[] => ['trials', 'until', key];
/** Rates that lie this far apart take few trials to tell; see docs/statistics.md. */
const backgroundPart = 6;
const goodPart = 10;
const confidenceDefault = 0.95;
/** The difference that is looked for unless another is named. */
const decidedRates = { a: 0.5, b: 0.1 };

/** What is wrong with `until`, given the arms there are. */
export function checkUntil(
  until: UntilPart | undefined,
  arms: readonly NamedArm[],
  isBroken: (path: Path) => boolean,
): readonly Finding[] {
  if (until === undefined || isBroken(['trials', 'until'])) return [];
  const questions = (['reproduced', 'rate-below', 'decided'] as const).filter(
    (key) => until[key] !== undefined,
  );
  if (questions.length !== 1) {
    const said =
      questions.length === 0
        ? 'does not say until what'
        : `asks ${String(questions.length)} questions at once: ${questions.join(', ')}`;
    return [
      {
        path: ['trials', 'until'],
        place: 'value',
        message: `until ${said}`,
        hint: 'keep one of reproduced: 30%, rate-below: 10% and decided: { a: …, b: … }',
      },
    ];
  }
  return [...checkRates(until), ...checkCause(until), ...checkNames(until, arms)];
}

function checkRates(until: UntilPart): readonly Finding[] {
  const { confidence } = until;
  const sure =
    confidence !== undefined && (confidence <= 0.5 || confidence >= 1)
      ? [
          {
            path: at('confidence'),
            place: 'value',
            message: `a confidence of ${formatPercent(confidence)} cannot be asked for`,
            hint: 'it lies above 50% and below 100%, like 95%',
          } as const,
        ]
      : [];
  return [...sure, ...(['reproduced', 'rate-below'] as const).flatMap((key) => checkPair(key, until))];
}

function checkCause({ cause, 'rate-below': fix }: UntilPart): readonly Finding[] {
  return cause === undefined || fix === undefined
    ? []
    : [
        {
          path: at('cause'),
          place: 'key',
          message: 'cause does not go with rate-below: a fix has to hold, whatever the cause',
          hint: 'leave it out',
        },
      ];
}

function checkPair(key: 'reproduced' | 'rate-below', until: UntilPart): readonly Finding[] {
  const [high, lowKey] = [until[key], key === 'reproduced' ? 'background' : 'good-rate'] as const;
  const low = until[lowKey];
  if (high === undefined)
    return low === undefined
      ? []
      : [
          {
            path: at(lowKey),
            place: 'key',
            message: `${lowKey} goes with ${key}, which is not there`,
            hint: 'leave it out',
          },
        ];
  if (high >= 1)
    return [
      {
        path: at(key),
        place: 'value',
        message: `a rate of ${formatPercent(high)} cannot be tested: it has to be below 100%`,
        hint: 'write it like 30%',
      },
    ];
  if (low === undefined || low < high) return [];
  return [
    {
      path: at(lowKey),
      place: 'value',
      message:
        `${lowKey} (${formatPercent(low)}) is not below ${key} (${formatPercent(high)}), so there is ` +
        'nothing to tell apart',
      hint: `take ${formatPercent(high / goodPart)} to ${formatPercent(high / 5)}, or leave it out`,
    },
  ];
}

function checkNames(until: UntilPart, arms: readonly NamedArm[]): readonly Finding[] {
  const { decided, arm } = until;
  if (decided !== undefined) return [...checkDecided(decided, arms), ...checkOneArm(arm)];
  if (arm !== undefined) return unknownArm(arm, at('arm'), arms);
  if (arms.length === 1) return [];
  const message = `the scenario has ${String(arms.length)} arms, and until does not say which one it asks about`;
  return [
    { path: ['trials', 'until'], place: 'value', message, hint: `add arm: ${armWords(arms)[0] ?? 'NAME'}` },
  ];
}

type Decided = NonNullable<UntilPart['decided']>;

function checkDecided(decided: Decided, arms: readonly NamedArm[]): readonly Finding[] {
  const path = at('decided');
  const unknown = (['a', 'b'] as const).flatMap((side) => unknownArm(decided[side], [...path, side], arms));
  const twice: Finding = {
    path,
    place: 'value',
    message: `a and b are both ${quoted(decided.a)}`,
    hint: 'name two arms',
  };
  return [...unknown, ...(decided.a === decided.b ? [twice] : []), ...checkOrder(decided)];
}

function checkOrder(decided: Decided): readonly Finding[] {
  const { a, b } = decided.rates ?? decidedRates;
  if (b < a && a < 1) return [];
  const [low, high] = [formatPercent(b), formatPercent(a)];
  const message = `the rate of b (${low}) must be below that of a (${high}), and both below 100%`;
  const path = [...at('decided'), 'rates'];
  return [{ path, place: 'value', message, hint: 'write it like { a: 50%, b: 10% }' }];
}

function checkOneArm(arm: string | undefined): readonly Finding[] {
  if (arm === undefined) return [];
  return [{ path: at('arm'), place: 'key', message: 'decided names its arms itself', hint: 'leave arm out' }];
}

function unknownArm(name: string, path: readonly string[], arms: readonly NamedArm[]): readonly Finding[] {
  if (armsMeant(name, arms).length === 1) return [];
  const hint = wayOut(
    name,
    'the arms',
    armWords(arms),
    arms.map((arm) => arm.name),
  );
  return [{ path, place: 'value', message: `${quoted(name)} is not one arm`, hint }];
}

/** The question of a scenario without problems. */
export function untilOf(until: UntilPart, arms: readonly NamedArm[]): Until {
  const error = 1 - (until.confidence ?? confidenceDefault);
  const causes = until.cause ?? null;
  const nameOf = (said: string | undefined): string =>
    (said === undefined ? arms : armsMeant(said, arms))[0]?.name ?? '';
  if (until.decided !== undefined) {
    const { a: high, b: low } = until.decided.rates ?? decidedRates;
    return {
      question: 'decided',
      a: nameOf(until.decided.a),
      b: nameOf(until.decided.b),
      high,
      low,
      error,
      causes,
    };
  }
  if (until.reproduced !== undefined)
    return {
      question: 'reproduced',
      arm: nameOf(until.arm),
      high: until.reproduced,
      low: until.background ?? until.reproduced / backgroundPart,
      error,
      causes,
    };
  const high = until['rate-below'] ?? 0;
  return {
    question: 'rate-below',
    arm: nameOf(until.arm),
    high,
    low: until['good-rate'] ?? high / goodPart,
    error,
    causes: null,
  };
}
