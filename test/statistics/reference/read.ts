// Reference values that other programs computed, and how near to them a number must be.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** The rows of one file of this folder. */
export function referenceRows(name: string): readonly unknown[] {
  return (
    JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as {
      readonly rows: readonly unknown[];
    }
  ).rows;
}

/** Within a billionth of what is expected, or what else is said. */
export function expectNear(found: number, expected: number, relative = 1e-9): void {
  if (Math.abs(found - expected) > relative * Math.abs(expected)) expect(found).toBe(expected);
}
