// Text from outside (what an app wrote, an error of git, a name in a file) made visible: nothing in it can
// move a cursor, colour a screen, set a title or turn the direction of writing. C0 and C1 controls, and
// Unicode's marks of direction and of line ends.

const unseen = /[\p{Cc}\p{Bidi_C}\p{Zl}\p{Zp}]/gu;

/**
 * Nothing is left out: a control character becomes its picture (`␛`) or its code (`‹U+009B›`), and so does a
 * mark that turns the direction of writing. Line breaks and tabs stay. A text that went through once does not
 * change again.
 */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n' || character === '\t') return character;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? '\u2421' : `\u2039U+${hex(code)}\u203a`;
  });
}

/** The same text with `�` in place of each of these characters, line breaks and tabs too. */
export function blanked(text: string): string {
  return text.replace(unseen, '\uFFFD');
}

/**
 * The value as JSON in which all of these characters are escapes, so that it can be shown as it is and still
 * means the same.
 */
export function jsonText(value: unknown, indent?: number): string {
  return escapedJson(JSON.stringify(value, null, indent));
}

/** The same for a text that is JSON already. */
export function escapedJson(json: string): string {
  return json.replace(unseen, (character) =>
    character === '\n' ? character : `\\u${hex(character.codePointAt(0) ?? 0).toLowerCase()}`,
  );
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}
