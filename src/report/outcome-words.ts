// Outcomes and causes in the words of a sentence; the mapped types make the compiler ask for a new word.
import type { Cause, CauseKind, FailedLater, Outcome, RunVerdict } from '../verdict/verdict.js';
import { times } from './words.js';

const happened: Readonly<Record<Outcome, (count: number) => string>> = {
  held: (count) => `the head held ${times(count)}`,
  mixed: (count) => `only a part of the stack held ${times(count)}`,
  'rolled-back': (count) => `swarm rolled back ${times(count)}`,
  'rollback-failed': (count) => `swarm's rollback failed ${times(count)}`,
  paused: (count) => `swarm paused the update ${times(count)}`,
  'never-applied': (count) => `the head was not applied ${times(count)}`,
  overwritten: (count) => `another writer changed the service ${times(count)}`,
  removed: (count) => `the service was removed ${times(count)}`,
  unsettled: (count) => `the update did not settle in time ${times(count)}`,
  'failed-later': (count) => `the head failed later ${times(count)}`,
  'no-op': (count) => `the head changed nothing ${times(count)}`,
  'base-failed': (count) => `the base failed ${times(count)}`,
  inconclusive: (count) => `it was inconclusive ${times(count)}`,
};

/**
 * What happened to these runs, and how often: `swarm rolled back 6 times`; how a death escaped the monitor,
 * where it was always so.
 */
export function outcomeInWords(outcome: Outcome, runs: readonly Pick<RunVerdict, 'failedLater'>[]): string {
  const [later = null, ...others] = new Set(runs.map(({ failedLater }) => failedLater));
  const how = later === null || others.length > 0 ? '' : ` (${failedLaterInWords(later)})`;
  return `${happened[outcome](runs.length)}${how}`;
}

const escaped: Readonly<Record<FailedLater, string>> = {
  'after-completed': 'a task of the head died when its update had completed',
  tolerated: 'a task of the head died during its update, and swarm let that pass',
  unmonitored: 'a task of the head died in a slot that the update does not watch',
};

/** How the death escaped swarm's monitor. */
export function failedLaterInWords(failedLater: FailedLater): string {
  return escaped[failedLater];
}

const hit: Readonly<Record<CauseKind, (cause: Cause) => string>> = {
  'oom-kill': (cause) => `${taskOf(cause)} was OOM-killed`,
  unhealthy: (cause) => `${taskOf(cause)} was not healthy`,
  exit: (cause) =>
    `${taskOf(cause)} exited${cause.exitCode === null ? '' : ` with code ${String(cause.exitCode)}`}`,
  rejected: (cause) => `${taskOf(cause)} was rejected`,
  'image-pull': (cause) => `the image of ${taskOf(cause)} could not be pulled`,
  'start-timeout': (cause) => `${taskOf(cause)} did not start in time`,
  'foreign-write': (cause) => cause.detail,
  'wrong-tree': () => 'the tree was not what was asked for',
  'wrong-stamp': () => 'the deployer put on another stamp',
  'deployer-error': () => 'the deployer failed',
  unknown: () => 'cause unknown',
};

/** Why, as part of a sentence: `the new task was OOM-killed`. */
export function causeInWords(cause: Cause): string {
  return hit[cause.kind](cause);
}

/** For a heading: `oom-kill of the new task`. */
export function causeInShort(cause: Cause): string {
  return cause.victim === null ? cause.kind : `${cause.kind} of the ${cause.victim} task`;
}

function taskOf(cause: Cause): string {
  return cause.victim === null ? 'a task' : `the ${cause.victim} task`;
}
