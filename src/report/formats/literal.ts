// Texts from outside in Markdown: shown as they stand, whatever they hold.
import { visible } from '../../base/visible.js';

/**
 * A text as it stands: nothing in it is markup, a mention of a person, a reference to an issue or a link.
 * Entities are read in every dialect, backslashes are not.
 */
export function literal(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ').trim();
  return line.replace(
    /[&<>\\`*_{}[\]#|~@$]|:(?=\/\/)|(?<=\bwww)\./g,
    (character) => `&#${String(character.codePointAt(0))};`,
  );
}
