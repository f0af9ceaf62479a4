// A broken assertion is a bug in driftlab, never the user's fault: the command line ends with exit code 70.

/** An assumption of driftlab's own code that did not hold. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

/** Throws {@link BugError} with `message` unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BugError(message);
}

/** The value, or a {@link BugError} naming what was missing when it is null or undefined. */
export function present<T>(value: T | null | undefined, what: string): T {
  assert(value !== null && value !== undefined, `${what} is missing`);
  return value;
}
