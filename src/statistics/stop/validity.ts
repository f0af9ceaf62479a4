// When too many trials show nothing. What keeps them from showing anything may also decide how they would have ended.

/** Of the trials that entered, at most this share may show nothing. */
const invalidShareMax = 0.2;
/** Fewer than this never end a campaign. */
const invalidMin = 3;

export function tooManyInvalid(invalid: number, entered: number): boolean {
  return invalid >= invalidMin && invalid > invalidShareMax * entered;
}

export function invalidInWords(invalid: number, entered: number): string {
  return `${String(invalid)} of ${String(entered)} trials showed nothing, more than a fifth`;
}
