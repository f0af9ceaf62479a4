// The words a scenario may use, collected by the command line from the families (deployers, injectors, clones, verdicts).

export interface Word {
  readonly name: string;
  /** One line for `--help`, the schema and error messages. */
  readonly summary: string;
}

export interface Vocabulary {
  readonly deployers: readonly Word[];
  readonly clones: readonly Word[];
  readonly injectors: readonly Word[];
  readonly outcomes: readonly Word[];
  readonly causes: readonly Word[];
}
