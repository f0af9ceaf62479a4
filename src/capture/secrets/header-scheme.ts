// How a header says what kind of secret it carries: a word that stands before it, and is none itself.

/** Words, as a part of a regular expression. */
export const headerSchemes = 'bearer|basic|token|digest|apikey|geniekey|ssws';

/** How long the scheme is that stands there, with the blanks behind it; 0 where there is none. */
export function schemeLength(text: string, at = 0): number {
  const scheme = new RegExp(String.raw`(?:${headerSchemes})(?:\\?[ \t])+`, 'iy');
  scheme.lastIndex = at;
  return scheme.exec(text)?.[0].length ?? 0;
}
