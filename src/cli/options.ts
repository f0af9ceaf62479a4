// Options that several commands share, each read and checked in one place.
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { formatDuration, parseDuration } from '../base/units.js';

/**
 * Made absolute at once: a campaign goes on where it began, whatever becomes of the folder that it was
 * started in.
 */
export const outOption = (): Option =>
  new Option('--out <dir>', 'folder of all campaigns')
    .env('DRIFTLAB_RESULTS')
    .default(resolve('results'), 'results')
    .argParser((dir: string) => resolve(dir));
export const jsonOption = (): Option => new Option('--json', 'print one JSON document instead of text');

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It takes a whole number of at least ${String(least)}.`);
    }
    return value;
  };
}

/** The fraction of a percentage such as `10%`. */
export function percent(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  const fraction = Number(match?.[1] ?? NaN) / 100;
  if (!(fraction > 0 && fraction < 1))
    throw new InvalidArgumentError('It takes a percentage above 0% and below 100%, such as 10%.');
  return fraction;
}

/** Milliseconds of a duration such as `30m`. */
function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === null || ms <= 0) throw new InvalidArgumentError('It takes a duration such as 90s, 30m or 2h.');
  return ms;
}

/** One that takes a duration, whose default is shown with its unit. */
export function durationOption(flags: string, description: string, defaultMs?: number): Option {
  const option = new Option(flags, description).argParser(duration);
  return defaultMs === undefined
    ? option
    : option.default(defaultMs, formatDuration(defaultMs).replace(/ 0 min$/, ''));
}

export function keepGoingOption(): Option {
  return new Option(
    '--keep-going',
    "run all trials although an arm's deploys cannot work (refused in the same words twice), or too " +
      'many launches show nothing',
  );
}

/** Of an option that may be given several times. */
export function collected(one: string, before: readonly string[]): readonly string[] {
  return [...before, one];
}
