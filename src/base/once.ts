// Work that several may ask for, and that is done for the first of them only.

export interface Once<Args extends readonly unknown[], T> {
  /** Does the work at the first call, and gives what came of that to every caller. */
  (...args: Args): T;
  /** Whether it was called. */
  readonly isBegun: () => boolean;
}

export function once<Args extends readonly unknown[], T>(work: (...args: Args) => T): Once<Args, T> {
  let result: { readonly of: T } | null = null;
  return Object.assign((...args: Args) => (result ??= { of: work(...args) }).of, {
    isBegun: () => result !== null,
  });
}
