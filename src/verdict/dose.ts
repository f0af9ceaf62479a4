// The load that was measured against the load that was asked for. A load that was not there is no load:
// without its dose a trial shows nothing.
import type { Evidence } from '../evidence/evidence.js';
import { ofKind } from '../evidence/timeline.js';
import type { DrawnLoad, JudgedTrial } from '../plan/plan.js';
import { whyMissed } from './dose-misses.js';
import { coveredMs, doseWindow, type Span } from './dose-window.js';
import { type Dosing, type LoadLine, type Measured, lateMsMax } from './dosing.js';
import { stressBetween } from './stress.js';
import type { Dose } from './verdict.js';

/** The doses of a trial's loads and of its neighbours. */
export function dosesOf(spec: JudgedTrial, lines: readonly Evidence[]): readonly Dose[] {
  const seen = ofKind(lines, 'load');
  return loadsOf(spec, lines).map((load, index) =>
    doseOf({
      load,
      index,
      lines,
      own: seen.filter((line) => line.index === index),
      window: doseWindow(spec, load, lines),
    }),
  );
}

/**
 * The loads of a trial, with its neighbours as loads of their tasks: how many those are is on record before
 * anything is deployed.
 */
function loadsOf(
  { load, settings: { neighbours } }: JudgedTrial,
  lines: readonly Evidence[],
): readonly DrawnLoad[] {
  const planned = ofKind(lines, 'load').filter(({ event }) => event === 'planned');
  return [
    ...load,
    ...neighbours.map((_, place): DrawnLoad => ({
      injector: 'neighbours',
      unit: 'tasks',
      target: planned.find(({ index }) => index === load.length + place)?.target ?? 1,
      during: 'whole',
      afterMs: 0,
      forMs: null,
      rampMs: 0,
      shape: { kind: 'steady' },
      band: 0.05,
    })),
  ];
}

function doseOf(dosing: Dosing): Dose {
  const {
    load: { injector, unit, target },
    index,
    lines,
  } = dosing;
  const measured = measuredOf(dosing);
  const due = wasDue(dosing);
  const reason = due ? whyMissed(dosing, measured) : null;
  const { achieved, lateMs, fromMs, toMs, due: time, insideMs } = measured;
  return {
    index,
    injector,
    unit,
    target,
    achieved,
    met: due ? reason === null : null,
    reason,
    lateMs,
    fromMs,
    toMs,
    dueMs: time === null ? null : Math.max(0, Math.round(time.toMs - time.fromMs)),
    insideMs: insideMs === null ? null : Math.round(insideMs),
    stress: fromMs === null ? null : stressBetween(lines, fromMs, toMs ?? Infinity),
  };
}

/** Between full load and its end; of a load that comes and goes, only the moments when it was full. */
function measuredOf(dosing: Dosing): Measured {
  const { load, own, lines } = dosing;
  const lateMs = latenessOf(load, own, lines);
  const due = dueTime(dosing);
  const from = own.findIndex(({ event }) => event === 'full');
  if (from === -1)
    return {
      achieved: null,
      lateMs,
      fromMs: null,
      toMs: null,
      fullTimes: 0,
      due,
      insideMs: due === null ? null : 0,
    };
  const to = own.findIndex(({ event }) => event === 'ended' || event === 'died');
  const during = own.slice(from, to === -1 ? undefined : to);
  const inside = due === null ? during : measuredIn(load, during, due);
  const amounts = (some: readonly LoadLine[]): readonly number[] =>
    some
      .filter(({ event }) => load.shape.kind === 'steady' || event === 'full')
      .flatMap((line) => line.achieved ?? []);
  return {
    achieved: median(amounts(inside)) ?? median(amounts(during)),
    lateMs,
    fromMs: own[from]?.atMs ?? null,
    toMs: own[to]?.atMs ?? null,
    fullTimes: inside.filter(({ event }) => event === 'full').length,
    due,
    insideMs:
      due === null || load.shape.kind !== 'steady'
        ? null
        : coveredMs(fullSpans(load, during, own[to]?.atMs ?? lines.at(-1)?.atMs ?? 0), due),
  };
}

/** What a steady load was at before holds until it is measured again. */
function measuredIn(
  { shape }: DrawnLoad,
  during: readonly LoadLine[],
  { fromMs, toMs }: Span,
): readonly LoadLine[] {
  const before = shape.kind === 'steady' ? during.findLast(({ atMs }) => atMs < fromMs) : undefined;
  return during.filter((line) => line === before || (line.atMs >= fromMs && line.atMs <= toMs));
}

/**
 * From when the load was to be full to when it was to end or nothing depended on it any more. That it came a
 * little late is forgiven, and one that stays through the whole trial is judged by the upgrade.
 */
function dueTime({ load: { during, afterMs, rampMs, forMs }, own, window }: Dosing): Span | null {
  if (window === null) return null;
  const { openMs, upgradeMs, overMs } = window;
  const plannedMs = openMs + afterMs + rampMs;
  const fullMs = Math.min(
    own.find(({ event }) => event === 'full')?.atMs ?? plannedMs,
    plannedMs + lateMsMax,
  );
  const fromMs = Math.max(plannedMs, fullMs);
  if (forMs !== null) return { fromMs, toMs: Math.min(fromMs + forMs, overMs) };
  return {
    fromMs: during === 'whole' && upgradeMs !== null ? Math.max(fromMs, upgradeMs) : fromMs,
    toMs: overMs,
  };
}

/**
 * What is measured again and again holds until the next measurement; rates waver, and are judged by their
 * median.
 */
function fullSpans(
  { unit, target, band }: DrawnLoad,
  during: readonly LoadLine[],
  endMs: number,
): readonly Span[] {
  const isSteady = unit === 'bytes' || unit === 'tasks';
  return during.flatMap(({ achieved, atMs }, index) =>
    isSteady && achieved !== null && Math.abs(achieved - target) > band * target
      ? []
      : [{ fromMs: atMs, toMs: during[index + 1]?.atMs ?? endMs }],
  );
}

function latenessOf(
  { during, afterMs }: DrawnLoad,
  own: readonly LoadLine[],
  lines: readonly Evidence[],
): number | null {
  const opened = ofKind(lines, 'window').find(({ window, mark }) => window === during && mark === 'open');
  const started = own.find(({ event }) => event === 'started');
  return opened === undefined || started === undefined
    ? null
    : Math.max(0, Math.round(started.atMs - opened.atMs - afterMs));
}

/** A load for the time of a rollback is not due where swarm did not roll back. */
function wasDue({ load: { during }, lines, own }: Dosing): boolean {
  if (during !== 'rollback' || own.some(({ event }) => event === 'started' || event === 'died')) return true;
  return (
    ofKind(lines, 'window').some(({ window }) => window === 'rollback') ||
    ofKind(lines, 'spec').some(({ update }) => update?.state.startsWith('rollback') === true)
  );
}

function median(amounts: readonly number[]): number | null {
  const sorted = [...amounts].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
