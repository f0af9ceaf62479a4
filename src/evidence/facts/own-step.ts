// A command of the author's between phases of a trial.

export const ownMoments = ['after-base', 'after-head'] as const;
/** When the base stands; when swarm's update has ended and the trial was watched to its end. */
export type OwnMoment = (typeof ownMoments)[number];

/** The command of a moment began, or ended. */
export interface OwnStepFact {
  readonly kind: 'own-step';
  readonly run: string;
  readonly moment: OwnMoment;
  readonly mark: 'begin' | 'end';
  /** Program and arguments, as the scenario writes them. */
  readonly command: string;
  /** As a shell says it; 124 where it was ended at its timeout; null at the beginning. */
  readonly exitCode: number | null;
  /** The last lines of what it wrote, of both streams. */
  readonly output: readonly string[];
}
