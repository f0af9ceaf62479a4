// How a header says what kind of secret it carries: a word that stands before it, and is none itself.
import { isEncodedPair, isHarmless } from './harmless-value.js';
import { plainSpan, type Span } from './span.js';

/** Words, as a part of a regular expression. */
export const headerSchemes = 'bearer|basic|token|digest|apikey|geniekey|ssws';

/** How long the scheme is that stands there, with the blanks behind it; 0 where there is none. */
export function schemeLength(text: string, at = 0): number {
  const scheme = new RegExp(String.raw`(?:${headerSchemes})(?:\\?[ \t])+`, 'iy');
  scheme.lastIndex = at;
  return scheme.exec(text)?.[0].length ?? 0;
}

const ofHeader = /(?:^|[^a-z])(?:auth|authorization|headers?|bearer|basic)(?:$|[^a-z])/i;
/** What such a variable says of a header where it does not hold one. */
const aboutHeader = /(?:type|types|method|scheme|realm|format|mode|name|prefix|message|title|text|label)s?$/i;
const plainWords = /^(?:auth|authentication|authorization|token|tokens|realm|access|only|required|header)$/i;

/** A variable that is the value of a header, as `AUTH_HEADER=Basic dXNlcjpwYXNz`, whatever its scheme is. */
export function headerSpans(name: string, value: string): readonly Span[] {
  const by = schemeLength(value);
  const secret = value.slice(by).trimEnd();
  if (by === 0 || !/^\S+$/.test(secret) || plainWords.test(secret) || isHarmless('password', secret))
    return [];
  const isTold = (ofHeader.test(name) && !aboutHeader.test(name)) || isEncodedPair(secret);
  return isTold ? [plainSpan(by, secret)] : [];
}
