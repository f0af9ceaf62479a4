// Text that came from outside (an app's log, an error of the engine) on its way to a terminal: one line, and
// nothing in it that could move the cursor, colour the screen or turn the direction of writing.

/** Terminal sequences such as colours: escape, bracket, parameters, one letter. */
const sequences = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, 'g');
const controls = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Line breaks and tabs become spaces, other control characters `�`. */
export function oneLine(text: string): string {
  return text.replace(sequences, '').replace(/\s+/g, ' ').replace(controls, '\uFFFD').trim();
}

/**
 * Nothing is left out: a control character becomes its picture (`␛`), a mark that turns the direction of writing
 * its code (`‹U+202E›`). For pages and files, where a reader wants to see what was there.
 */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(controls, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n' || character === '\t') return character;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? '\u2421' : `\u2039U+${code.toString(16).toUpperCase().padStart(4, '0')}\u203a`;
  });
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
