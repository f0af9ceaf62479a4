// Lines of a journal that a case means: it names some of their fields, and says of each what it is.
import type { Evidence } from '../../src/evidence/evidence.js';

/**
 * Fields of a line. A text between slashes is a pattern; `service` is without the stack's name; an object is
 * looked into.
 */
export interface LinePattern {
  readonly [field: string]: string | number | boolean | null | LinePattern;
}

export function matches(line: object, pattern: LinePattern): boolean {
  return Object.entries(pattern).every(([field, wanted]) =>
    fits(field, (line as Readonly<Record<string, unknown>>)[field], wanted),
  );
}

function fits(field: string, value: unknown, wanted: LinePattern[string]): boolean {
  if (wanted !== null && typeof wanted === 'object')
    return typeof value === 'object' && value !== null && matches(value, wanted);
  if (typeof wanted !== 'string') return value === wanted;
  if (typeof value !== 'string') return false;
  const written = /^\/(.*)\/$/s.exec(wanted)?.[1];
  if (written !== undefined) return new RegExp(written, 'i').test(value);
  return value === wanted || (field === 'service' && value.endsWith(`_${wanted}`));
}

/** The lines after the head's deploy began, which is what a case is about. */
export function sinceUpgrade(lines: readonly Evidence[]): readonly Evidence[] {
  const begin = lines.findIndex(
    (line) => line.kind === 'deploy' && line.step === 'upgrade' && line.mark === 'begin',
  );
  return begin === -1 ? [] : lines.slice(begin);
}
