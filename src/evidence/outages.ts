// When a source could not see. Whatever falls into such a time is unseen: that it is not on record says
// nothing.
import type { Evidence } from './evidence.js';
import { nodeNames } from './nodes.js';
import { ofKind } from './timeline.js';

/** A time in which a source was blind, in milliseconds since the trial began. */
export interface SourceOutage {
  readonly source: string;
  /** Name of the node on which it was blind, where several are watched. */
  readonly node?: string;
  /** When it is last known to have seen. */
  readonly fromMs: number;
  /** When it saw again; Infinity where that is not on record, so that it was blind to the end. */
  readonly toMs: number;
  readonly reason: string;
}

/** Every outage of every source, in the order in which they were noticed. */
export function outagesIn(lines: readonly Evidence[]): readonly SourceOutage[] {
  const gaps = ofKind(lines, 'gap');
  return gaps.flatMap((line, index): readonly SourceOutage[] => {
    const { mark, atMs, unseenMs, reason } = line;
    const where = placeOf(line);
    if (mark === 'begin') {
      const end = gaps.slice(index + 1).find((later) => isSamePlace(later, line) && later.mark === 'end');
      return [{ ...where, fromMs: atMs - unseenMs, toMs: end?.atMs ?? Infinity, reason }];
    }
    const hasBegun = gaps.slice(0, index).findLast((earlier) => isSamePlace(earlier, line))?.mark === 'begin';
    return hasBegun ? [] : [{ ...where, fromMs: -Infinity, toMs: atMs, reason }];
  });
}

/** A source, and the node that it watches where there are several. */
type Place = Pick<SourceOutage, 'source' | 'node'>;

function placeOf({ source, node }: Place): Place {
  return node === undefined ? { source } : { source, node };
}

/** The same source of two nodes has eyes of its own on each. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.source === other.source && one.node === other.node;
}

/** `events`, or `events on node2`. */
export function placeInWords({ source, node }: Place): string {
  return node === undefined ? source : `${source} on ${node}`;
}

export function overlaps(
  { fromMs, toMs }: Pick<SourceOutage, 'fromMs' | 'toMs'>,
  sinceMs: number,
  untilMs: number,
): boolean {
  return fromMs < untilMs && toMs > sinceMs;
}

/**
 * Whether the source saw all that happened between two moments, in milliseconds since the trial began: it was
 * attached before, stayed so, and was not blind in between. Only then does it say anything that it has
 * nothing on record.
 */
export function sawThroughout(
  lines: readonly Evidence[],
  source: string,
  fromMs: number,
  toMs: number,
): boolean {
  if (unwatchedPlace(lines, source, fromMs) !== null) return false;
  const marks = ofKind(lines, 'source').filter((line) => line.source === source);
  if (marks.some(({ state, atMs }) => state === 'detached' && atMs < toMs)) return false;
  return !outagesIn(lines).some((outage) => outage.source === source && overlaps(outage, fromMs, toMs));
}

/**
 * Where the source did not watch by then, in milliseconds since the trial began; null where it watched
 * everywhere. What watches nodes has to watch each of them.
 */
export function unwatchedPlace(
  lines: readonly Evidence[],
  source: string,
  byMs: number = Infinity,
): string | null {
  const attached = ofKind(lines, 'source').filter(
    (line) => line.source === source && line.state === 'attached' && line.atMs <= byMs,
  );
  if (attached.length === 0) return source;
  if (attached.every(({ node }) => node === undefined)) return null;
  const missing = [...nodeNames(lines).values()].find((name) => !attached.some(({ node }) => node === name));
  return missing === undefined ? null : placeInWords({ source, node: missing });
}
