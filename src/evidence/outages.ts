// When a source could not see. Whatever falls into such a time is unseen: that it is not on record says
// nothing.
import type { Evidence } from './evidence.js';
import { ofKind } from './timeline.js';

/** A time in which a source was blind, in milliseconds since the trial began. */
export interface SourceOutage {
  readonly source: string;
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
    const { source, mark, atMs, unseenMs, reason } = line;
    if (mark === 'begin') {
      const end = gaps.slice(index + 1).find((later) => later.source === source && later.mark === 'end');
      return [{ source, fromMs: atMs - unseenMs, toMs: end?.atMs ?? Infinity, reason }];
    }
    const hasBegun = gaps.slice(0, index).findLast((earlier) => earlier.source === source)?.mark === 'begin';
    return hasBegun ? [] : [{ source, fromMs: -Infinity, toMs: atMs, reason }];
  });
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
  const marks = ofKind(lines, 'source').filter((line) => line.source === source);
  const attached = marks.find(({ state }) => state === 'attached');
  if (attached === undefined || attached.atMs > fromMs) return false;
  if (marks.some(({ state, atMs }) => state === 'detached' && atMs < toMs)) return false;
  return !outagesIn(lines).some((outage) => outage.source === source && overlaps(outage, fromMs, toMs));
}
