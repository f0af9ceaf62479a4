// What the author expects: `all` is spelled out for every arm, and arms that do not exist are told.
import { armsMeant, armWords, type NamedArm } from './arm-pattern.js';
import type { Finding } from './problem.js';
import type { Expectation } from './scenario.js';
import { everyArm, type ExpectationPart, type ScenarioPart } from './shape.js';
import { quoted, wayOut } from './wording.js';

/** Names in `expect` that mean no arm. */
export function checkExpectations({ expect = {} }: ScenarioPart, arms: readonly NamedArm[]): readonly Finding[] {
  return Object.keys(expect).filter((name) => name !== everyArm && armsMeant(name, arms).length === 0).map((name) => ({
    path: ['expect', name],
    place: 'key',
    message: `there is no arm ${quoted(name)} to expect something of`,
    hint: wayOut(name, 'the arms', [...armWords(arms).filter((arm) => arm !== everyArm), everyArm]),
  }));
}

/** In the file's order. */
export function expectationsOf({ expect = {} }: ScenarioPart, arms: readonly NamedArm[]): readonly Expectation[] {
  return Object.entries(expect).flatMap(([name, said]) => (name === everyArm ? arms : armsMeant(name, arms)).map((arm) => expectationOf(arm.name, said)));
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
