// The load that was measured against the load that was asked for. A load that was not there is no load: without its dose
// a trial shows nothing.
import { formatAmount, formatDuration } from '../base/units.js';
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { ofKind } from '../evidence/timeline.js';
import { fullTimesIn } from '../plan/load-schedule.js';
import type { DrawnLoad, JudgedTrial } from '../plan/plan.js';
import { coveredMs, doseWindow, type DoseWindow, type Span } from './dose-window.js';
import { stressBetween } from './stress.js';
import type { Dose } from './verdict.js';

type LoadLine = EvidenceOf<'load'>;

/** A load that began, or was full, so much later than it was due was not on in the time that was meant. */
const lateMsMax = 2000;
/** Share of the time that mattered in which a load has to have been there. Neighbours are to be there throughout, but for a moment. */
const shareMin = 0.8;
const neighbourShareMin = 0.95;
/**
 * Of a load with a duration: share of that, or of its window where that is shorter, in which it has to have been there before swarm
 * decided for the head. Half a moment before the end is no load.
 */
const insideMin = 0.3;

/** The doses of a trial's loads and of its neighbours. */
export function dosesOf(spec: JudgedTrial, lines: readonly Evidence[]): readonly Dose[] {
  const seen = ofKind(lines, 'load');
  return loadsOf(spec, lines).map((load, index) => doseOf({ load, index, lines, own: seen.filter((line) => line.index === index), window: doseWindow(spec, load, lines) }));
}

/** The loads of a trial, with its neighbours as loads of their tasks: how many those are is on record before anything is deployed. */
function loadsOf({ load, settings: { neighbours } }: JudgedTrial, lines: readonly Evidence[]): readonly DrawnLoad[] {
  const planned = ofKind(lines, 'load').filter(({ event }) => event === 'planned');
  return [...load, ...neighbours.map((_, place): DrawnLoad => ({
    injector: 'neighbours', unit: 'tasks', target: planned.find(({ index }) => index === load.length + place)?.target ?? 1,
    during: 'whole', afterMs: 0, forMs: null, rampMs: 0, shape: { kind: 'steady' }, band: 0.05,
  }))];
}

interface Dosing {
  readonly load: DrawnLoad;
  readonly index: number;
  /** All that was seen. */
  readonly lines: readonly Evidence[];
  /** What was seen of this load. */
  readonly own: readonly LoadLine[];
  readonly window: DoseWindow | null;
}

function doseOf(dosing: Dosing): Dose {
  const { load: { injector, unit, target }, index, lines } = dosing;
  const measured = measuredOf(dosing);
  const due = wasDue(dosing);
  const reason = due ? whyMissed(dosing, measured) : null;
  const { achieved, lateMs, fromMs, toMs, due: time, insideMs } = measured;
  return {
    index, injector, unit, target, achieved, met: due ? reason === null : null, reason, lateMs, fromMs, toMs,
    dueMs: time === null ? null : Math.max(0, Math.round(time.toMs - time.fromMs)), insideMs: insideMs === null ? null : Math.round(insideMs),
    stress: fromMs === null ? null : stressBetween(lines, fromMs, toMs ?? Infinity),
  };
}

interface Measured {
  /** Median of what was measured at full load, in the time it was due where anything was; null when nothing was. */
  readonly achieved: number | null;
  /** How much later than it was due it began, in milliseconds; null where its window is not on record. */
  readonly lateMs: number | null;
  /** When it was first full, in milliseconds since the trial began; null when it never was. */
  readonly fromMs: number | null;
  /** When it ended; null when that is not on record. */
  readonly toMs: number | null;
  readonly fullTimes: number;
  /** When it was to be full and something depended on it; null where its window is not on record. */
  readonly due: Span | null;
  /** How much of that time it was; null for a load that comes and goes. */
  readonly insideMs: number | null;
}

/** Between full load and its end; of a load that comes and goes, only the moments when it was full. */
function measuredOf(dosing: Dosing): Measured {
  const { load, own, lines } = dosing;
  const lateMs = latenessOf(load, own, lines);
  const due = dueTime(dosing);
  const from = own.findIndex(({ event }) => event === 'full');
  if (from === -1) return { achieved: null, lateMs, fromMs: null, toMs: null, fullTimes: 0, due, insideMs: due === null ? null : 0 };
  const to = own.findIndex(({ event }) => event === 'ended' || event === 'died');
  const during = own.slice(from, to === -1 ? undefined : to);
  const inside = due === null ? during : measuredIn(load, during, due);
  const amounts = (some: readonly LoadLine[]): readonly number[] =>
    some.filter(({ event }) => load.shape.kind === 'steady' || event === 'full').flatMap((line) => line.achieved ?? []);
  return {
    achieved: median(amounts(inside)) ?? median(amounts(during)), lateMs, fromMs: own[from]?.atMs ?? null, toMs: own[to]?.atMs ?? null,
    fullTimes: inside.filter(({ event }) => event === 'full').length, due,
    insideMs: due === null || load.shape.kind !== 'steady' ? null : coveredMs(fullSpans(load, during, own[to]?.atMs ?? lines.at(-1)?.atMs ?? 0), due),
  };
}

/** What a steady load was at before holds until it is measured again. */
function measuredIn({ shape }: DrawnLoad, during: readonly LoadLine[], { fromMs, toMs }: Span): readonly LoadLine[] {
  const before = shape.kind === 'steady' ? during.findLast(({ atMs }) => atMs < fromMs) : undefined;
  return during.filter((line) => line === before || (line.atMs >= fromMs && line.atMs <= toMs));
}

/**
 * From when the load was to be full to when it was to end or nothing depended on it any more. That it came a little late is forgiven, and
 * one that stays through the whole trial is judged by the upgrade.
 */
function dueTime({ load: { during, afterMs, rampMs, forMs }, own, window }: Dosing): Span | null {
  if (window === null) return null;
  const { openMs, upgradeMs, overMs } = window;
  const plannedMs = openMs + afterMs + rampMs;
  const fullMs = Math.min(own.find(({ event }) => event === 'full')?.atMs ?? plannedMs, plannedMs + lateMsMax);
  const fromMs = Math.max(plannedMs, fullMs);
  if (forMs !== null) return { fromMs, toMs: Math.min(fromMs + forMs, overMs) };
  return { fromMs: during === 'whole' && upgradeMs !== null ? Math.max(fromMs, upgradeMs) : fromMs, toMs: overMs };
}

/** What is measured again and again holds until the next measurement; rates waver, and are judged by their median. */
function fullSpans({ unit, target, band }: DrawnLoad, during: readonly LoadLine[], endMs: number): readonly Span[] {
  const isSteady = unit === 'bytes' || unit === 'tasks';
  return during.flatMap(({ achieved, atMs }, index) =>
    (isSteady && achieved !== null && Math.abs(achieved - target) > band * target ? [] : [{ fromMs: atMs, toMs: during[index + 1]?.atMs ?? endMs }]));
}

function latenessOf({ during, afterMs }: DrawnLoad, own: readonly LoadLine[], lines: readonly Evidence[]): number | null {
  const opened = ofKind(lines, 'window').find(({ window, mark }) => window === during && mark === 'open');
  const started = own.find(({ event }) => event === 'started');
  return opened === undefined || started === undefined ? null : Math.max(0, Math.round(started.atMs - opened.atMs - afterMs));
}

/** A load for the time of a rollback is not due where swarm did not roll back. */
function wasDue({ load: { during }, lines, own }: Dosing): boolean {
  if (during !== 'rollback' || own.some(({ event }) => event === 'started' || event === 'died')) return true;
  return ofKind(lines, 'window').some(({ window }) => window === 'rollback') || ofKind(lines, 'spec').some(({ update }) => update?.state.startsWith('rollback') === true);
}

/** Null when the dose was met. A target of nothing is the control: it has no dose to miss. */
function whyMissed(dosing: Dosing, measured: Measured): string | null {
  const { load: { target, unit, band }, own } = dosing;
  const { achieved, lateMs, fromMs } = measured;
  const died = own.find(({ event }) => event === 'died');
  if (died !== undefined) return `the load died${died.note === null ? '' : `: ${died.note}`}`;
  if (target === 0) return null;
  if (!own.some(({ event }) => event === 'started' || event === 'full')) return neverOn(own);
  if (fromMs === null) return 'the load never reached its full amount';
  if (achieved === null) return 'the load was not measured';
  if (Math.abs(achieved - target) > band * target) {
    const exactly = unit === 'bytes' ? `held ${String(achieved)} of ${String(target)} bytes` : `${formatAmount(achieved, unit)} instead of ${formatAmount(target, unit)}`;
    return `${exactly}, more than ${String(Math.round(band * 1000) / 10)} % off`;
  }
  if (lateMs !== null && lateMs > lateMsMax) return `it began ${formatDuration(lateMs)} after it was due`;
  return hasBitten(dosing) ? null : whyOutside(dosing, measured) ?? whyRare(dosing, measured);
}

/** Why a load was taken off before it was on is in its own words, where it has any. */
function neverOn(own: readonly LoadLine[]): string {
  const note = own.find(({ event }) => event === 'ended')?.note ?? null;
  return `the load was never started${note === null ? '' : `: ${note}`}`;
}

/**
 * A memory load that grows can push the kernel into killing before it is full: it was there when it mattered, and its full amount came
 * too late to matter. At least half of it has to have been there by then.
 */
function hasBitten({ load: { unit, target }, lines, own, window }: Dosing): boolean {
  if (unit !== 'bytes' || window === null) return false;
  const half = own.find(({ event, achieved, atMs }) => (event === 'sample' || event === 'full') && (achieved ?? 0) >= target / 2 && atMs < window.overMs);
  const startedMs = half === undefined ? Infinity : own.find(({ event }) => event === 'started')?.atMs ?? Infinity;
  return lines.some((line) => (line.kind === 'kernel-oom' || (line.kind === 'container' && line.action === 'oom')) && line.atMs >= startedMs && line.atMs <= window.overMs);
}

/** The time it was there against the time that mattered. A failure that ends the window ends what can be asked of the load. */
function whyOutside({ load: { unit, forMs }, window }: Dosing, { due, insideMs, fromMs }: Measured): string | null {
  if (due === null || window === null) return null;
  const dueMs = due.toMs - due.fromMs;
  if (dueMs <= 0 || insideMs === 0) return `it was first at its full amount at ${seconds(fromMs ?? 0)} s, and nothing depended on it from ${seconds(window.overMs)} s on`;
  const inside = insideMs ?? dueMs;
  if (inside < dueMs * (unit === 'tasks' ? neighbourShareMin : shareMin)) {
    return `it was there for ${formatDuration(inside)} of the ${formatDuration(dueMs)} that mattered, from ${seconds(due.fromMs)} to ${seconds(due.toMs)} s`;
  }
  if (forMs === null || window.failed || inside >= insideMin * Math.min(forMs, window.overMs - window.openMs)) return null;
  return `it was to be there for ${formatDuration(forMs)}, and only ${formatDuration(inside)} of that came before swarm's decision at ${seconds(window.overMs)} s`;
}

/** A load that comes and goes has to have come as often as it was to. */
function whyRare({ load: { shape } }: Dosing, { due, fromMs, toMs, fullTimes }: Measured): string | null {
  if (shape.kind === 'steady' || fromMs === null) return null;
  const endMs = Math.min(toMs ?? Infinity, due?.toMs ?? Infinity);
  if (endMs === Infinity) return null;
  const times = fullTimesIn(shape, endMs - fromMs);
  return fullTimes >= times ? null : `it was at its full amount ${String(fullTimes)} times in ${formatDuration(Math.max(0, endMs - fromMs))}, and was to be ${String(times)} times at least`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function median(amounts: readonly number[]): number | null {
  const sorted = [...amounts].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
