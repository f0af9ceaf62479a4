// What a scenario's word says of itself.
/** A word of a scenario with its meaning in one line, for `--help`, the schema and error messages. */
export interface Word {
  readonly name: string;
  readonly summary: string;
}
