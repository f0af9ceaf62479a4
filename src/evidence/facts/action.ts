// What somebody else did, because the scenario has him do it.

/** An action began, or ended. `index` is its place in the trial's list of actions. */
export interface ActionFact {
  readonly kind: 'action';
  readonly index: number;
  readonly action: string;
  readonly mark: 'begin' | 'end';
  /** What it does, as in `somebody scaled app to 3`: the words after `somebody`. */
  readonly what: string;
  /** Why it was not done; null at the beginning, and where it was. */
  readonly failure: string | null;
  /** That the engine's daemon begins anew is what it is for; missing of every other action. */
  readonly restartsDaemon?: true;
}
