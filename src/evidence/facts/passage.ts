// A version that a stack goes through on its way from the base to the head under test.

/** Its deploy began, or ended. */
export interface PassageFact {
  readonly kind: 'passage';
  readonly run: string;
  /** Its place on the way, from 0. */
  readonly index: number;
  /** As the scenario writes it. */
  readonly ref: string;
  readonly mark: 'begin' | 'end';
  /** The stamp that the deployer took; null at the beginning, and where it names none. */
  readonly stamp: string | null;
  readonly exitCode: number | null;
  /** The deployer's words where it failed, or why it could not be run; null where it deployed. */
  readonly failure: string | null;
}
