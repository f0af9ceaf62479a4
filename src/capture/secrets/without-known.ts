// A text without secrets that stand there although nothing says so, in whatever way they are written: each of
// its places is looked up by the first characters of what may stand there, however many secrets there are.
import { writtenForms } from './written-forms.js';

/** Replaced by its place alone: elsewhere it may be any word, as the `postgres` of a database. */
const maybeWord = /^(?:[^]{1,5}|[a-z]{1,15}|[\d.:]{1,7})$/i;
/** What is looked up: no form of any other secret is shorter. */
const startLength = 6;
/** So short that a longer word may hold it. */
const shortMax = 12;

export function withoutKnown(made: ReadonlyMap<string, string>): (text: string) => string {
  const byStart = new Map<string, (readonly [string, string])[]>();
  for (const [secret, instead] of made)
    if (!maybeWord.test(secret))
      for (const pair of writtenForms(secret, instead)) {
        const start = pair[0].slice(0, startLength);
        byStart.set(start, [...(byStart.get(start) ?? []), pair]);
      }
  for (const pairs of byStart.values()) pairs.sort(([a], [b]) => b.length - a.length);
  if (byStart.size === 0) return (text) => text;
  return (text) => {
    let [out, from] = ['', 0];
    for (let at = 0; at + startLength <= text.length;) {
      const found = byStart
        .get(text.slice(at, at + startLength))
        ?.find(([form]) => text.startsWith(form, at) && isApart(text, at, form));
      if (found === undefined) at++;
      else {
        out += text.slice(from, at) + found[1];
        at += found[0].length;
        from = at;
      }
    }
    return out + text.slice(from);
  };
}

function isApart(text: string, at: number, form: string): boolean {
  if (form.length > shortMax) return true;
  return !/[A-Za-z0-9]/.test(text[at - 1] ?? '') && !/[A-Za-z0-9]/.test(text[at + form.length] ?? '');
}
