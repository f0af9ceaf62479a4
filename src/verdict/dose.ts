// The load that was measured against the load that was asked for. A load that was not there is no load: without its dose
// a trial shows nothing.
import { formatAmount, formatDuration } from '../base/units.js';
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { ofKind } from '../evidence/timeline.js';
import { fullTimesIn } from '../plan/load-schedule.js';
import type { DrawnLoad, TrialSpec } from '../plan/plan.js';
import { stressBetween } from './stress.js';
import type { Dose } from './verdict.js';

type LoadLine = EvidenceOf<'load'>;

/** A load that began so much later than it was due was not on in the time that was meant. */
const lateMsMax = 2000;

export function dosesOf(loads: readonly DrawnLoad[], lines: readonly Evidence[]): readonly Dose[] {
  const seen = ofKind(lines, 'load');
  return loads.map((load, index) => doseOf({ load, index, lines, own: seen.filter((line) => line.index === index) }));
}

/** The loads of a trial, with its neighbours as loads of their tasks: how many those are is on record before anything is deployed. */
export function loadsOf({ load, settings: { neighbours } }: TrialSpec, lines: readonly Evidence[]): readonly DrawnLoad[] {
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
}

function doseOf(dosing: Dosing): Dose {
  const { load: { injector, unit, target }, index, lines } = dosing;
  const measured = measuredOf(dosing);
  const due = wasDue(dosing);
  const reason = due ? whyMissed(dosing, measured) : null;
  const { achieved, lateMs, fromMs, toMs } = measured;
  return {
    index, injector, unit, target, achieved, met: due ? reason === null : null, reason, lateMs, fromMs, toMs,
    stress: fromMs === null ? null : stressBetween(lines, fromMs, toMs ?? Infinity),
  };
}

interface Measured {
  /** Median of what was measured at full load; null when nothing was. */
  readonly achieved: number | null;
  /** How much later than it was due it began, in milliseconds; null where its window is not on record. */
  readonly lateMs: number | null;
  /** When it was first full, in milliseconds since the trial began; null when it never was. */
  readonly fromMs: number | null;
  /** When it ended; null when that is not on record. */
  readonly toMs: number | null;
  readonly fullTimes: number;
}

/** Between full load and its end; of a load that comes and goes, only the moments when it was full. */
function measuredOf({ load, own, lines }: Dosing): Measured {
  const lateMs = latenessOf(load, own, lines);
  const from = own.findIndex(({ event }) => event === 'full');
  if (from === -1) return { achieved: null, lateMs, fromMs: null, toMs: null, fullTimes: 0 };
  const to = own.findIndex(({ event }) => event === 'ended' || event === 'died');
  const during = own.slice(from, to === -1 ? undefined : to);
  const full = during.filter(({ event }) => event === 'full');
  return {
    achieved: median((load.shape.kind === 'steady' ? during : full).flatMap((line) => line.achieved ?? [])),
    lateMs, fromMs: own[from]?.atMs ?? null, toMs: own[to]?.atMs ?? null, fullTimes: full.length,
  };
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
function whyMissed({ load, own }: Dosing, { achieved, lateMs, fromMs, toMs, fullTimes }: Measured): string | null {
  const { target, unit, band, shape } = load;
  const died = own.find(({ event }) => event === 'died');
  if (died !== undefined) return `the load died${died.note === null ? '' : `: ${died.note}`}`;
  if (target === 0) return null;
  if (!own.some(({ event }) => event === 'started' || event === 'full')) return 'the load was never started';
  if (fromMs === null) return 'the load never reached its full amount';
  if (achieved === null) return 'the load was not measured';
  if (Math.abs(achieved - target) > band * target) {
    const exactly = unit === 'bytes' ? `held ${String(achieved)} of ${String(target)} bytes` : `${formatAmount(achieved, unit)} instead of ${formatAmount(target, unit)}`;
    return `${exactly}, more than ${String(Math.round(band * 1000) / 10)} % off`;
  }
  if (lateMs !== null && lateMs > lateMsMax) return `it began ${formatDuration(lateMs)} after it was due`;
  if (toMs === null || shape.kind === 'steady') return null;
  const due = fullTimesIn(shape, toMs - fromMs);
  return fullTimes >= due ? null : `it was at its full amount ${String(fullTimes)} times in ${formatDuration(toMs - fromMs)}, and was to be ${String(due)} times at least`;
}

function median(amounts: readonly number[]): number | null {
  const sorted = [...amounts].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
