// A part of a compose file.

export type Part = Readonly<Record<string, unknown>>;

/** Without what is undefined or null, and without what is left empty. */
export function withoutEmpty(part: Part): Part {
  return Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== undefined && value !== null && !isEmpty(value)),
  );
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
