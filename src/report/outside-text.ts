// Text that came from outside (an app's log, an error of the engine) on its way to a terminal: one line, and
// nothing in it that could move the cursor, colour the screen or turn the direction of writing.
import { blanked } from '../base/visible.js';

/** Terminal sequences such as colours: escape, bracket, parameters, one letter. */
const sequences = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, 'g');

/** Line breaks and tabs become spaces, other control characters `�`. */
export function oneLine(text: string): string {
  return blanked(text.replace(sequences, '').replace(/\s+/g, ' ')).trim();
}

/** The same as {@link oneLine}, with at most `max` characters. */
export function shortLine(text: string, max: number): string {
  const characters = Array.from(oneLine(text));
  return characters.length <= max
    ? characters.join('')
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
