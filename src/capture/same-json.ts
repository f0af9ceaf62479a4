// Whether two values of JSON say the same, whatever the order of keys, and whether empty parts are spelled
// out or left out, as they are between versions of the engine.

export function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** Undefined where nothing is left. */
function canonical(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value))
    return value.length === 0 ? undefined : value.map((item) => canonical(item) ?? null);
  if (typeof value !== 'object') return value;
  const parts = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, item]) => {
      const part = canonical(item);
      return part === undefined ? [] : [[key, part] as const];
    });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}
