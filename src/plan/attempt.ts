// Attempts at a trial. One that the lab lost is made again, with the same seed and load; the plan does not
// change by it. The last attempt has the trial's own name, and earlier ones stand beside it under names of
// their own.

/** How often at most a trial is made again. */
export const rerunsMax = 2;

/** `003.1`: the first attempt at trial 003, where it was lost. */
export function attemptName(trial: string, attempt: number): string {
  return `${trial}.${String(attempt)}`;
}

/** The trial that a name is of, whichever attempt it names. */
export function trialOf(name: string): string {
  return name.split('.')[0] ?? name;
}
