// Loads that cannot be put on: more than the engine's envelope holds, or due after the trial is over.
import { formatBytes, formatDuration } from '../base/units.js';
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import type { LoadSettings } from './load-settings.js';

export function checkLoad({ load, engine, observe: { deadlineMs } }: Draft): readonly Conflict[] {
  const memoryBytes = engine.kind === 'private' ? engine.memoryBytes : null;
  return [
    ...(memoryBytes === null
      ? []
      : checkEnvelope(
          load.filter(({ unit }) => unit === 'bytes'),
          memoryBytes,
        )),
    ...checkDue(load, deadlineMs),
  ];
}

/**
 * At the latest each load is full when it is due; those that may be on at the same time in one part of the
 * trial add up.
 */
function checkEnvelope(load: readonly LoadSettings[], memoryBytes: number): readonly Conflict[] {
  const peaks = load.map((at) => load.filter((other) => mayOverlap(at, other)));
  const worst = peaks.reduce<readonly LoadSettings[]>(
    (most, peak) => (total(peak) > total(most) ? peak : most),
    [],
  );
  const excess = total(worst) - memoryBytes;
  if (excess <= 0) return [];
  const sum =
    worst.length === 1 ? '' : `${worst.map(({ amount }) => formatBytes(amount.high)).join(' + ')} = `;
  return [
    {
      between: [['load'], ['engine', 'private', 'memory']],
      message:
        `the load takes up to ${sum}${formatBytes(total(worst))}, but the engine has ` +
        `${formatBytes(memoryBytes)}: ${formatBytes(excess)} too much`,
      hint: 'make the load smaller or the memory of the engine larger, and leave room for the app',
    },
  ];
}

/** Whether `other` may be on when `at` is first due. */
function mayOverlap(at: LoadSettings, other: LoadSettings): boolean {
  const endMs = other.for === null ? Infinity : other.after.high + other.ramp.high + other.for.high;
  return other.during === at.during && other.after.low <= at.after.low && at.after.low <= endMs;
}

function total(load: readonly LoadSettings[]): number {
  return load.reduce((sum, { amount }) => sum + amount.high, 0);
}

function checkDue(load: readonly LoadSettings[], deadlineMs: number): readonly Conflict[] {
  return load
    .filter(({ during, after }) => during !== 'base' && after.low >= deadlineMs)
    .map(({ after }) => ({
      between: [['load'], ['observe', 'deadline']],
      message:
        `a load is due ${formatDuration(after.low)} into its part of the trial, but trials end at the ` +
        `deadline, after ${formatDuration(deadlineMs)}`,
      hint: 'let the load begin sooner, or make deadline longer',
    }));
}
