// Markup whose texts are data: whatever is put into the template is escaped unless it is markup itself, so
// that no name, log line or label can become an element, a script or a turn of writing.
import { visible } from '../../base/visible.js';

/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

export type Part = Markup | string | number | null | readonly Part[];

/** For elements and for attributes in double quotes. Null leaves nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: texts.map((text, index) => `${text}${textOf(parts[index] ?? null)}`).join('') };
}

/** Markup that no template made: a style sheet, a script. Never for anything that came from outside. */
export function trusted(markup: string): Markup {
  return { markup };
}

export const nothing: Markup = { markup: '' };

function textOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** A number stays with its sign: `81 %`, `p = 1`. */
export function unbroken(text: string): string {
  return text.replace(/ (?=%)|(?<=\bp) (?=[=<])|(?<=\bp [=<]) /g, '\u00A0');
}

/** Data for a script element, in which nothing ends the element and no mark turns the writing. */
export function jsonInScript(data: unknown): Markup {
  return {
    markup: JSON.stringify(data).replace(
      /[<>&\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  };
}
