// More memory than the engine has: at the latest each load is full when it is due, and those that may be on
// at the same time in one part of the trial add up.
import { formatBytes } from '../base/units.js';
import type { Objection, Surroundings } from '../scenario/definition.js';
import type { LoadSettings } from '../scenario/load-settings.js';

export function beyondEnvelope({ load, engine }: Surroundings): readonly Objection[] {
  const envelopeBytes = 'memoryBytes' in engine ? engine.memoryBytes : null;
  if (envelopeBytes === null) return [];
  const held = load.filter(({ unit }) => unit === 'bytes');
  const peaks = held.map((at) => held.filter((other) => mayOverlap(at, other)));
  const worst = peaks.reduce<readonly LoadSettings[]>(
    (most, peak) => (total(peak) > total(most) ? peak : most),
    [],
  );
  const excess = total(worst) - envelopeBytes;
  if (excess <= 0) return [];
  const sum =
    worst.length === 1 ? '' : `${worst.map(({ amount }) => formatBytes(amount.high)).join(' + ')} = `;
  return [
    {
      with: [['engine', 'private', 'memory']],
      message:
        `the load takes up to ${sum}${formatBytes(total(worst))}, but the engine has ` +
        `${formatBytes(envelopeBytes)}: ${formatBytes(excess)} too much`,
      hint: 'make the load smaller or the memory of the engine larger, and leave room for the app',
    },
  ];
}

/** Whether `other` may be on when `at` is first due. */
export function mayOverlap(at: LoadSettings, other: LoadSettings): boolean {
  const endMs = other.for === null ? Infinity : other.after.high + other.ramp.high + other.for.high;
  return other.during === at.during && other.after.low <= at.after.low && at.after.low <= endMs;
}

function total(load: readonly LoadSettings[]): number {
  return load.reduce((sum, { amount }) => sum + amount.high, 0);
}
