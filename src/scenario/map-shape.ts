// Maps with known keys, each key with its meaning, and messages that know which keys there are.
import * as z from 'zod';
import { entriesMax } from './bounds.js';
import { complaint, type Kind } from './leaf.js';

/** An optional key with its meaning, which editors show. */
export function noted<T extends z.ZodType>(
  schema: T,
  description: string,
  extra: Readonly<Record<string, unknown>> = {},
): z.ZodOptional<T> {
  return schema.optional().meta({ description, ...extra });
}

/**
 * A map that takes these keys and no others; `what` as in `… is not a key of the recipe`. The message of an
 * issue about unknown keys is `what` and the known keys, a line each: see shape-findings.ts.
 */
export function keys<T extends Readonly<Record<string, z.ZodType>>>(
  what: string,
  shape: T,
): z.ZodObject<T, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? [what, ...known].join('\n')
        : complaint(issue, { what: 'a map of keys to values', like: `{ ${known[0] ?? ''}: … }` }),
  });
}

export function list<T extends z.ZodType>(item: T, kind: Kind, most = entriesMax): z.ZodArray<T> {
  return z
    .array(item, { error: (wrong) => complaint(wrong, kind) })
    .max(most, { error: `the list has more than ${String(most)} items\ntake some out` });
}

/** A map whose keys the author chooses, of at most `most` entries. */
export function bounded<T extends z.ZodRecord>(map: T, most = entriesMax): T {
  return map.refine((entries) => Object.keys(entries).length <= most, {
    error: `there are more than ${String(most)} entries here\ntake some out`,
  });
}
