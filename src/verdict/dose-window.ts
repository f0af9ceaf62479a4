// The part of a trial in which a load could bear on what became of the upgrade, and how much of it the load
// was there.
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { deployOf, ofKind, specsOf } from '../evidence/timeline.js';
import type { DrawnLoad, JudgedTrial } from '../plan/plan.js';
import { observedUntilMs } from './story.js';

/** In milliseconds since the trial began. */
export interface DoseWindow {
  /** When loads of this window may begin. */
  readonly openMs: number;
  /** When an upgrade began; null when none did. */
  readonly upgradeMs: number | null;
  /** From here on nothing depended on the load any more. */
  readonly overMs: number;
  /**
   * Swarm took the head back or stopped on it: the window ended for that reason, and no load could be there
   * for longer.
   */
  readonly failed: boolean;
}

/** Null where the load's window is not on record. */
export function doseWindow(
  spec: JudgedTrial,
  { during }: DrawnLoad,
  lines: readonly Evidence[],
): DoseWindow | null {
  const upgradeMs = earliest(spec, lines, 'upgrade');
  const marks = ofKind(lines, 'window').filter(({ window }) => window === during);
  const openMs = marks.find(({ mark }) => mark === 'open')?.atMs ?? impliedOpening(spec, during, lines);
  if (openMs === null) return null;
  const closedMs = marks.find(({ mark }) => mark === 'close')?.atMs ?? Infinity;
  const inBase = during === 'base' || upgradeMs === null;
  const decision = inBase || during === 'rollback' ? null : decisionOf(spec, lines);
  const overMs = inBase ? (upgradeMs ?? endOfBase(lines)) : (decision?.atMs ?? observedUntilMs(lines));
  return {
    openMs,
    upgradeMs,
    overMs: Math.min(overMs, closedMs),
    failed: decision !== null && decision.update?.state !== 'completed',
  };
}

/**
 * Neighbours have no window of their own, and older journals none at all: those that begin with a deploy can
 * be told without.
 */
function impliedOpening(
  spec: JudgedTrial,
  during: DrawnLoad['during'],
  lines: readonly Evidence[],
): number | null {
  if (during === 'upgrade') return earliest(spec, lines, 'upgrade');
  return during === 'base' || during === 'whole' ? earliest(spec, lines, 'base') : null;
}

function earliest(
  { runs }: JudgedTrial,
  lines: readonly Evidence[],
  step: 'base' | 'upgrade',
): number | null {
  const begins = runs.flatMap(({ run }) => deployOf(lines, run, step, 'begin')?.atMs ?? []);
  return begins.length === 0 ? null : Math.min(...begins);
}

function endOfBase(lines: readonly Evidence[]): number {
  return (
    ofKind(lines, 'phase').find(({ phase, mark }) => phase === 'base' && mark === 'end')?.atMs ??
    observedUntilMs(lines)
  );
}

/**
 * When swarm had made up its mind in every run that upgraded, in milliseconds since the trial began; null
 * where it never did.
 */
export function decidedMs(
  spec: Pick<JudgedTrial, 'runs' | 'settings'>,
  lines: readonly Evidence[],
): number | null {
  return decisionOf(spec, lines)?.atMs ?? null;
}

/**
 * Where swarm had made up its mind on the service under test, in the last run that it did so of; null when
 * there is a run of which it never did.
 */
function decisionOf(
  { runs, settings: { service } }: Pick<JudgedTrial, 'runs' | 'settings'>,
  lines: readonly Evidence[],
): EvidenceOf<'spec'> | null {
  const decisions = runs
    .map(({ run, stack }) => {
      const begin = deployOf(lines, run, 'upgrade', 'begin');
      if (begin === null) return undefined;
      const specs = specsOf(lines, `${stack}_${service}`);
      const before = specs.findLast(({ seq }) => seq < begin.seq)?.update?.startedAt ?? null;
      return (
        specs.find(
          ({ seq, update }) =>
            seq > begin.seq && update !== null && update.state !== 'updating' && update.startedAt !== before,
        ) ?? null
      );
    })
    .filter((decision) => decision !== undefined);
  return decisions.includes(null)
    ? null
    : (decisions.toSorted((a, b) => (a?.atMs ?? 0) - (b?.atMs ?? 0)).at(-1) ?? null);
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Milliseconds of `window` that the spans cover, which follow each other. */
export function coveredMs(spans: readonly Span[], window: Span): number {
  return spans.reduce(
    (sum, { fromMs, toMs }) =>
      sum + Math.max(0, Math.min(toMs, window.toMs) - Math.max(fromMs, window.fromMs)),
    0,
  );
}
