// Text that came from outside (an app's log, an error of the engine) on its way to a terminal: one line, and
// nothing in it that could move the cursor, colour the screen or turn the direction of writing.

/** Terminal sequences such as colours: escape, bracket, parameters, one letter. */
const sequences = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, 'g');
const controls = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Line breaks and tabs become spaces, other control characters `�`. */
export function oneLine(text: string): string {
  return text.replace(sequences, '').replace(/\s+/g, ' ').replace(controls, '\uFFFD').trim();
}

/** The same, with at most `max` characters. */
export function shortLine(text: string, max: number): string {
  const characters = Array.from(oneLine(text));
  return characters.length <= max
    ? characters.join('')
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
