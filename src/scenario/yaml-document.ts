// Text -> YAML document, within bounds that no scenario and no compose file reaches. The YAML library takes
// seconds over a megabyte and its composer overflows the stack on what is nested deep enough, so both are
// noticed while the text is still being cut into words.
import {
  Composer,
  Lexer,
  Parser,
  type CST,
  type Document,
  type ParseOptions,
  type SchemaOptions,
} from 'yaml';

const deepest = 32;
/**
 * Of the lexer's words, in which blanks, line breaks and punctuation count too: some six thousand lines.
 */
const wordsMax = 90_000;
const charactersMax = 2 ** 20;

/** What the text is to be, in messages. */
export type FileKind = 'scenario' | 'compose file';

/** Why a text is not read at all, and where that was noticed. */
export interface Unreadable {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** The documents of the text, at least one. YAML's own errors are in them. */
export function readDocuments(
  text: string,
  options: ParseOptions & SchemaOptions,
  kind: FileKind = 'scenario',
): readonly Document.Parsed[] | Unreadable {
  if (text.length > charactersMax) return tooLong(charactersMax, kind);
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let words = 0;
  for (const word of new Lexer().lex(text)) {
    words += 1;
    if (words > wordsMax) return tooLong(parser.offset, kind);
    for (const token of parser.next(word)) tokens.push(token);
    if (parser.stack.length > deepest + 1)
      return {
        offset: parser.stack.at(-1)?.offset ?? 0,
        message: `this is nested deeper than any ${kind}`,
        hint: 'look for brackets that are never closed',
      };
  }
  for (const token of parser.end()) tokens.push(token);
  return [...new Composer(options).compose(tokens, true, text.length)];
}

function tooLong(offset: number, kind: FileKind): Unreadable {
  const hint =
    kind === 'scenario'
      ? 'let factors make the arms where there are very many, and leave out what is no part of the scenario'
      : 'leave out what is no part of it';
  return { offset, message: `the file is longer than any ${kind}`, hint };
}
