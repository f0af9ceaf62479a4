// What a check said of an upgrade, because the scenario has it measured.

/**
 * A check began, was still waited for when observation was over, or ended. A check begins when the head's
 * deploy has returned, and not at all where that failed.
 */
export interface CheckFact {
  readonly kind: 'check';
  readonly run: string;
  /** As the scenario calls it. */
  readonly name: string;
  /** Name of the check that it is. */
  readonly check: string;
  readonly mark: 'begin' | 'overdue' | 'end';
  /** What it answered; null before its end, and where it gave no answer. */
  readonly answer: 'good' | 'bad' | null;
  /** Of a program; null before its end, of what is none, and where it did not end by itself. */
  readonly exitCode: number | null;
  /** The last lines that it wrote, of both streams; null before its end, and where it wrote nothing. */
  readonly said: string | null;
  /** Why it gave no answer; null where it gave one, and before its end. */
  readonly failure: string | null;
}
