// How deep a YAML or JSON document is nested, told from its tokens alone: whatever reads it as a document
// goes one call deeper for each step, and a text that is made to be deep would end the whole program.
import { Lexer } from 'yaml';

const depthMax = 300;
/** Says that a scalar follows, which is the next token. */
const scalarAhead = '\u001f';

/** Deeper than any document that somebody wrote. */
export function isTooDeep(text: string): boolean {
  const columns: number[] = [];
  let [column, flow, isScalar] = [0, 0, false];
  for (const token of new Lexer().lex(text)) {
    if (token === scalarAhead) {
      isScalar = true;
      continue;
    }
    if (!isScalar && /^[[{]$/.test(token)) flow++;
    if (!isScalar && /^[\]}]$/.test(token)) flow = Math.max(0, flow - 1);
    if (flow === 0 && /\S/.test(token)) stepTo(columns, column);
    if (columns.length + flow > depthMax) return true;
    const lineAt = token.lastIndexOf('\n') + 1;
    column = lineAt > 0 ? token.length - lineAt : column + token.length;
    isScalar = false;
  }
  return false;
}

/** What is further to the right is left, and the column entered. */
function stepTo(columns: number[], column: number): void {
  while ((columns.at(-1) ?? -1) > column) columns.pop();
  if (columns.at(-1) !== column) columns.push(column);
}
