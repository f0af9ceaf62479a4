// Refuses text that is nested so deep that composing it would overflow the stack and take the process down:
// the token parser keeps a stack of its own, so measuring with it is safe.
import { Parser, type CST } from 'yaml';

const deepest = 32;

/** The offset at which the text gets too deep, or null. */
export function tooDeepAt(text: string): number | null {
  const pending: { readonly token: CST.Token; readonly depth: number }[] = [];
  for (const token of new Parser().parse(text)) pending.push({ token, depth: 0 });
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return token.offset;
    for (const child of childrenOf(token)) pending.push({ token: child, depth: token.type === 'document' ? depth : depth + 1 });
  }
  return null;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value]).filter((child) => child !== null && child !== undefined);
}
