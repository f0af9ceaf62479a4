// Commands of the author's between the phases of a trial, as a scenario means them.

export interface OwnSteps {
  /** Program and arguments, run when the base stands; null for none. */
  readonly afterBase: readonly string[] | null;
  /** Run when the trial was watched to its end, before anything is taken down; null for none. */
  readonly afterHead: readonly string[] | null;
  /** Milliseconds that each of them has. */
  readonly timeoutMs: number;
}
