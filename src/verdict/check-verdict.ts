// What a check's word was worth, part of a verdict.

/**
 * What a check's word was worth in a trial. `right`: it was true, and could be known by then. `late`: right,
 * when observation was over already. `too-early`: right by luck, since what it rests on changed afterwards.
 * `missed`: it said good of an upgrade that was not. `false-alarm`: it said bad of one that held.
 * `no-answer`: it never ended by itself, or could not be asked.
 */
export const checkJudgements = ['right', 'late', 'too-early', 'no-answer', 'false-alarm', 'missed'] as const;
export type CheckJudgement = (typeof checkJudgements)[number];

export interface CheckVerdict {
  /** As the scenario calls it. */
  readonly name: string;
  /** Name of the check that it is. */
  readonly check: string;
  /** Null where it gave none. */
  readonly answer: 'good' | 'bad' | null;
  /** Milliseconds from the end of the head's deploy to its answer; null where it gave none. */
  readonly afterMs: number | null;
  /** The last lines that it wrote; null where there are none. */
  readonly said: string | null;
  /** Null where the trial cannot judge it, or it was not asked. */
  readonly judgement: CheckJudgement | null;
  /** One sentence: why this judgement, or why none. */
  readonly reason: string;
}
