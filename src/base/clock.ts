// Time for the edges and conductors. Pure rooms may not import this file.

/** A source of monotonic and wall time. */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes backwards. */
  readonly monotonicMs: () => number;
  /** Wall time as ISO 8601 in UTC with milliseconds. */
  readonly wall: () => string;
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wall: () => new Date().toISOString(),
};
