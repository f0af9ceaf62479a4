// A short hash of a JSON value that is the same whatever the order of keys, and whether empty parts are
// spelled out or left out.
import { createHash } from 'node:crypto';

/**
 * 16 hex digits of the SHA-256 of `value`. Nulls, empty objects and empty arrays count as absent, as they do
 * between API versions.
 */
export function stableHash(value: unknown): string {
  return createHash('sha256')
    .update(stableText(value) ?? 'null')
    .digest('hex')
    .slice(0, 16);
}

/** JSON with sorted keys and without empty parts; null when nothing is left. */
function stableText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    return value.length === 0 ? null : `[${value.map((item) => stableText(item) ?? 'null').join(',')}]`;
  }
  if (typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, item]) => {
      const text = stableText(item);
      return text === null ? [] : [`${JSON.stringify(key)}:${text}`];
    });
  return parts.length === 0 ? null : `{${parts.join(',')}}`;
}
