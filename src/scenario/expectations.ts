// What the author expects: `all` is spelled out for every arm, and arms that do not exist are told.
import { expectationsMax } from './bounds.js';
import { armsMeant, armWords, type NamedArm } from './arm-pattern.js';
import type { Finding } from './problem.js';
import type { Expectation } from './scenario.js';
import { everyArm, type ExpectationPart, type ScenarioPart } from './shape.js';
import { quoted, wayOut } from './wording.js';

/** Names in `expect` that mean no arm. */
export function checkExpectations(
  { expect = {} }: ScenarioPart,
  arms: readonly NamedArm[],
): readonly Finding[] {
  const meant = Object.keys(expect).map((name) => ({ name, count: meaning(name, arms).length }));
  const sum = meant.reduce((all, { count }) => all + count, 0);
  if (sum > expectationsMax)
    return [
      {
        path: ['expect'],
        place: 'key',
        message:
          `this expects something of ${String(sum)} arms, counted once for each entry, and at most ` +
          `${String(expectationsMax)} are read`,
        hint: 'let one entry stand for many arms',
      },
    ];
  const words = [...armWords(arms).filter((arm) => arm !== everyArm), everyArm];
  const names = arms.map((arm) => arm.name);
  return meant
    .filter(({ count }) => count === 0)
    .map(({ name }) => ({
      path: ['expect', name],
      place: 'key',
      message: `there is no arm ${quoted(name)} to expect something of`,
      hint: wayOut(name, 'the arms', words, names),
    }));
}

function meaning<A extends NamedArm>(name: string, arms: readonly A[]): readonly A[] {
  return name === everyArm ? arms : armsMeant(name, arms);
}

/** In the file's order. */
export function expectationsOf(
  { expect = {} }: ScenarioPart,
  arms: readonly NamedArm[],
): readonly Expectation[] {
  return Object.entries(expect).flatMap(([name, said]) =>
    meaning(name, arms).map((arm) => expectationOf(arm.name, said)),
  );
}

const drifts = ['none', 'some', 'all'] as const;
const victims = ['new', 'old'] as const;

function expectationOf(arm: string, said: ExpectationPart): Expectation {
  return {
    arm,
    drift: drifts.find((drift) => drift === said.drift) ?? null,
    outcome: said.outcome ?? null,
    cause: said.cause ?? null,
    victim: victims.find((victim) => victim === said.victim) ?? null,
  };
}
