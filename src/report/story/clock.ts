// When things happened, on the trial's clock. Evidence carries the moment at which it arrived; where the
// engine gave a moment of its own, that one says when it happened. Both clocks stand on many lines: a line
// cannot arrive before it happened, so the smallest difference between the two is the distance of the clocks,
// wherever the engine runs, give or take the quickest arrival.
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';

/** Milliseconds since the trial began at which a line's fact happened; never later than its arrival. */
export type HappenedMs = (line: Evidence) => number;

/**
 * Clocks of nodes that differ by less are taken for one: the states of tasks are looked up, so they arrive
 * late.
 */
const sameClockMs = 1000;

interface Stamp {
  /** Whose clock: the engine's that is watched, another node's, or this machine's own. */
  readonly clock: string;
  /** Milliseconds since 1970 on that clock. */
  readonly stampMs: number;
}

const engine = 'engine';
/** The lab's own, which stands on every line beside the trial's: nothing to estimate. */
const machine = 'machine';

/** Call it with all lines of a trial, whatever part of them is asked for afterwards. */
export function clockOf(lines: readonly Evidence[]): HappenedMs {
  const stamps = stampsOf(lines);
  const distances = new Map<string, number>([[machine, 0]]);
  for (const line of lines) {
    const stamp = stamps.get(line.seq);
    if (stamp === undefined) continue;
    if (stamp.clock === machine) continue;
    distances.set(stamp.clock, Math.min(distances.get(stamp.clock) ?? Infinity, line.atMs - stamp.stampMs));
  }
  const own = distances.get(engine);
  return (line) => {
    const stamp = stamps.get(line.seq);
    const distance = stamp === undefined ? undefined : distances.get(stamp.clock);
    if (stamp === undefined || distance === undefined) return line.atMs;
    const same = stamp.clock !== machine && own !== undefined && Math.abs(distance - own) < sameClockMs;
    const happened = stamp.stampMs + (same ? own : distance);
    return happened < 0 ? line.atMs : Math.min(happened, line.atMs);
  };
}

function stampsOf(lines: readonly Evidence[]): ReadonlyMap<number, Stamp> {
  const node = ofKind(lines, 'engine')[0]?.nodeId ?? null;
  const statuses = new Map<string, string>();
  const stamps = new Map<number, Stamp>();
  for (const line of lines) {
    const stamp = stampOf(line, node, statuses);
    if (stamp !== null && Number.isFinite(stamp.stampMs)) stamps.set(line.seq, stamp);
    if (line.kind === 'task') statuses.set(line.taskId, line.statusAt);
  }
  return stamps;
}

/**
 * Null where the line has only its arrival, as a task whose status stayed and of which something else
 * changed.
 */
function stampOf(line: Evidence, node: string | null, statuses: ReadonlyMap<string, string>): Stamp | null {
  if (line.kind === 'spec') return { clock: engine, stampMs: instantMs(line.updatedAt) };
  if (line.kind === 'task') {
    if (statuses.get(line.taskId) === line.statusAt || !line.exists) return null;
    const clock =
      line.nodeId === null || node === null || line.nodeId === node ? engine : `node ${line.nodeId}`;
    return { clock, stampMs: instantMs(line.statusAt) };
  }
  if (line.engineAt === null) return null;
  if (line.kind !== 'kernel-oom') return { clock: engine, stampMs: instantMs(line.engineAt) };
  const agoMs = instantMs(line.wall) - instantMs(line.engineAt);
  return { clock: machine, stampMs: line.atMs - Math.max(0, agoMs) };
}

/**
 * With fractions of milliseconds, to which lines of one moment are told apart; not a number for what is no
 * instant.
 */
function instantMs(instant: string): number {
  const [, seconds, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(instant) ?? [];
  if (seconds === undefined || zone === undefined || seconds.startsWith('0001')) return NaN;
  return Date.parse(`${seconds}${zone}`) + Number(`0${fraction || '.0'}`) * 1000;
}
