// Why a dose was missed, in words.
import { formatAmount, formatDuration } from '../base/units.js';
import { fullTimesIn } from '../plan/load-schedule.js';
import { seconds } from './dosing.js';
import { type Measured } from './dosing.js';
import { type Dosing } from './dosing.js';
import { lateMsMax, type LoadLine, neighbourShareMin, shareMin, insideMin } from './dosing.js';

/** Null when the dose was met. A target of nothing is the control: it has no dose to miss. */
export function whyMissed(dosing: Dosing, measured: Measured): string | null {
  const {
    load: { target, unit, band },
    own,
  } = dosing;
  const { achieved, lateMs, fromMs } = measured;
  const died = own.find(({ event }) => event === 'died');
  if (died !== undefined) return `the load died${died.note === null ? '' : `: ${died.note}`}`;
  if (target === 0) return null;
  if (!own.some(({ event }) => event === 'started' || event === 'full')) return neverOn(own);
  if (fromMs === null) return 'the load never reached its full amount';
  if (achieved === null) return 'the load was not measured';
  if (Math.abs(achieved - target) > band * target) {
    const exactly =
      unit === 'bytes'
        ? `held ${String(achieved)} of ${String(target)} bytes`
        : `${formatAmount(achieved, unit)} instead of ${formatAmount(target, unit)}`;
    return `${exactly}, more than ${String(Math.round(band * 1000) / 10)} % off`;
  }
  if (lateMs !== null && lateMs > lateMsMax) return `it began ${formatDuration(lateMs)} after it was due`;
  return hasBitten(dosing) ? null : (whyOutside(dosing, measured) ?? whyRare(dosing, measured));
}

/** Why a load was taken off before it was on is in its own words, where it has any. */
function neverOn(own: readonly LoadLine[]): string {
  const note = own.find(({ event }) => event === 'ended')?.note ?? null;
  return `the load was never started${note === null ? '' : `: ${note}`}`;
}

/**
 * A memory load that grows can push the kernel into killing before it is full: it was there when it mattered,
 * and its full amount came too late to matter. At least half of it has to have been there by then.
 */
function hasBitten({ load: { unit, target }, lines, own, window }: Dosing): boolean {
  if (unit !== 'bytes' || window === null) return false;
  const half = own.find(
    ({ event, achieved, atMs }) =>
      (event === 'sample' || event === 'full') && (achieved ?? 0) >= target / 2 && atMs < window.overMs,
  );
  const startedMs =
    half === undefined ? Infinity : (own.find(({ event }) => event === 'started')?.atMs ?? Infinity);
  return lines.some(
    (line) =>
      (line.kind === 'kernel-oom' || (line.kind === 'container' && line.action === 'oom')) &&
      line.atMs >= startedMs &&
      line.atMs <= window.overMs,
  );
}

/**
 * The time it was there against the time that mattered. A failure that ends the window ends what can be asked
 * of the load.
 */
function whyOutside(
  { load: { unit, forMs }, window }: Dosing,
  { due, insideMs, fromMs }: Measured,
): string | null {
  if (due === null || window === null) return null;
  const dueMs = due.toMs - due.fromMs;
  if (dueMs <= 0 || insideMs === 0)
    return (
      `it was first at its full amount at ${seconds(fromMs ?? 0)} s, and nothing depended on it from ` +
      `${seconds(window.overMs)} s on`
    );
  const inside = insideMs ?? dueMs;
  if (inside < dueMs * (unit === 'tasks' ? neighbourShareMin : shareMin)) {
    return (
      `it was there for ${formatDuration(inside)} of the ${formatDuration(dueMs)} that mattered, from ` +
      `${seconds(due.fromMs)} to ${seconds(due.toMs)} s`
    );
  }
  if (forMs === null || window.failed || inside >= insideMin * Math.min(forMs, window.overMs - window.openMs))
    return null;
  return (
    `it was to be there for ${formatDuration(forMs)}, and only ${formatDuration(inside)} of that came ` +
    `before swarm's decision at ${seconds(window.overMs)} s`
  );
}

/** A load that comes and goes has to have come as often as it was to. */
function whyRare({ load: { shape } }: Dosing, { due, fromMs, toMs, fullTimes }: Measured): string | null {
  if (shape.kind === 'steady' || fromMs === null) return null;
  const endMs = Math.min(toMs ?? Infinity, due?.toMs ?? Infinity);
  if (endMs === Infinity) return null;
  const times = fullTimesIn(shape, endMs - fromMs);
  return fullTimes >= times
    ? null
    : `it was at its full amount ${String(fullTimes)} times in ` +
        `${formatDuration(Math.max(0, endMs - fromMs))}, and was to be ${String(times)} times at least`;
}
