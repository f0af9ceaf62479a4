// A check whose word on the upgrade is held against the verdict.
import * as z from 'zod';
import { whole, writtenOptions, type Kept } from './kept.js';

export function keptCheck() {
  return z.strictObject({
    /** As the scenario calls it. */
    name: z.string(),
    /** Name of the check that it is. */
    check: z.string(),
    /** Milliseconds that it has from the moment at which the head's deploy returned. */
    timeoutMs: whole().positive(),
    /** As they are written; the check's own schema reads them. */
    options: writtenOptions(),
  });
}

export type CheckSettings = Kept<typeof keptCheck>;

/** Those of an arm over those of the scenario: what has the same name is replaced. */
export function checksUnder(
  top: readonly CheckSettings[] = [],
  own: readonly CheckSettings[] = [],
): readonly CheckSettings[] {
  return [...top.filter(({ name }) => !own.some((other) => other.name === name)), ...own];
}
