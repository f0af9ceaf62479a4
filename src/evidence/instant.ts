// Compares the engine's own timestamps, which have up to nanoseconds: finer than a number of milliseconds can hold.

/** Negative, 0 or positive as instant `a` is before, at or after `b` (ISO 8601 in UTC); null when either is no such instant. */
export function compareInstants(a: string, b: string): number | null {
  const [left, right] = [sortable(a), sortable(b)];
  if (left === null || right === null) return null;
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortable(instant: string): string | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)$/.exec(instant);
  return match === null ? null : `${match[1] ?? ''}.${(match[2] ?? '').padEnd(9, '0')}`;
}
