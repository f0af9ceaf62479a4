// What something that only looks on may cost: a share of one core, over the time that it has looked on.

/** A share of processor time, given out as it comes. */
export interface Allowance {
  /** Whether what was spent so far is within the share; asks the meter. */
  readonly allows: () => boolean;
}

export interface AllowanceFacts {
  /** Of one core, between 0 and 1. */
  readonly share: number;
  /** Milliseconds that may be spent ahead of time. */
  readonly aheadMs: number;
  /** Milliseconds that passed, and milliseconds of processor time that were spent, since any moment. */
  readonly meter: () => { readonly passedMs: number; readonly spentMs: number };
}

/** Begins to count when it is made. */
export function createAllowance({ share, aheadMs, meter }: AllowanceFacts): Allowance {
  const begin = meter();
  return {
    allows: () => {
      const now = meter();
      return now.spentMs - begin.spentMs <= aheadMs + share * (now.passedMs - begin.passedMs);
    },
  };
}
