// Compares the engine's own timestamps, which have up to nanoseconds: finer than a number of milliseconds can
// hold.

/**
 * Negative, 0 or positive as instant `a` is before, at or after `b` (ISO 8601 with a zone); null when either
 * is no such instant.
 */
export function compareInstants(a: string, b: string): number | null {
  const [left, right] = [exactly(a), exactly(b)];
  if (left === null || right === null) return null;
  return left.seconds - right.seconds || left.nanoseconds - right.nanoseconds;
}

/** Milliseconds from instant `a` to instant `b`; null when either is no such instant. */
export function msBetween(a: string, b: string): number | null {
  const [left, right] = [exactly(a), exactly(b)];
  return left === null || right === null
    ? null
    : (right.seconds - left.seconds) * 1000 + (right.nanoseconds - left.nanoseconds) / 1e6;
}

/** Swarm's clock is in UTC; an engine's log is in the zone of its machine. */
function exactly(instant: string): { readonly seconds: number; readonly nanoseconds: number } | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(instant);
  if (match === null) return null;
  const ms = Date.parse(`${match[1] ?? ''}${match[3] ?? ''}`);
  return Number.isNaN(ms)
    ? null
    : { seconds: ms / 1000, nanoseconds: Number((match[2] ?? '').padEnd(9, '0')) };
}
