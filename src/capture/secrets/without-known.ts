// A text without secrets that stand there although nothing says so, in whatever way they are written: each of
// its places is looked up by the first characters of what may stand there, however many secrets there are.
import { writtenForms } from './written-forms.js';

/** Replaced by its place alone: elsewhere it may be any word, as the `postgres` of a database. */
const maybeWord = /^(?:[^]{1,5}|[a-z]{1,15}|[\d.:]{1,7})$/i;
/** What is looked up: no form of any other secret is shorter. */
const startLength = 6;
/** So short that a longer word may hold it. */
const shortMax = 12;

/** What stands there for a form, by how long the form is, the longest first. */
type ByLength = ReadonlyMap<number, ReadonlyMap<string, string>>;

export function withoutKnown(made: ReadonlyMap<string, string>): (text: string) => string {
  const byStart = formsByStart(made);
  if (byStart.size === 0) return (text) => text;
  return (text) => {
    let [out, from] = ['', 0];
    for (let at = 0; at + startLength <= text.length;) {
      const byLength = byStart.get(text.slice(at, at + startLength));
      const found = byLength === undefined ? null : formAt(text, at, byLength);
      if (found === null) at++;
      else {
        out += text.slice(from, at) + found.instead;
        at += found.length;
        from = at;
      }
    }
    return out + text.slice(from);
  };
}

function formsByStart(made: ReadonlyMap<string, string>): ReadonlyMap<string, ByLength> {
  const byStart = new Map<string, Map<number, Map<string, string>>>();
  for (const [secret, instead] of made)
    if (!maybeWord.test(secret))
      for (const [form, stands] of writtenForms(secret, instead)) {
        const start = form.slice(0, startLength);
        const byLength = byStart.get(start) ?? new Map<number, Map<string, string>>();
        const forms = byLength.get(form.length) ?? new Map<string, string>();
        if (!forms.has(form)) forms.set(form, stands);
        byStart.set(start, byLength.set(form.length, forms));
      }
  return new Map(
    [...byStart].map(([start, byLength]) => [start, new Map([...byLength].sort(([a], [b]) => b - a))]),
  );
}

interface Known {
  readonly length: number;
  readonly instead: string;
}

function formAt(text: string, at: number, byLength: ByLength): Known | null {
  for (const [length, forms] of byLength) {
    const form = text.slice(at, at + length);
    const instead = forms.get(form);
    if (instead !== undefined && isApart(text, at, form)) return { length, instead };
  }
  return null;
}

function isApart(text: string, at: number, form: string): boolean {
  if (form.length > shortMax) return true;
  return !/[A-Za-z0-9]/.test(text[at - 1] ?? '') && !/[A-Za-z0-9]/.test(text[at + form.length] ?? '');
}
