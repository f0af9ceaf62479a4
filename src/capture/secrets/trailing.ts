// A text without what it ends in, and where a line or a word of a text ends: read once each, however many
// names stand in it. A regular expression would begin anew at every character that may be the first of them.

/** Without those characters at its end. */
export function withoutTrailing(text: string, isOne: RegExp): string {
  let end = text.length;
  while (end > 0 && isOne.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Where the next of these is at or after a place, or the text ends; asked from left to right. */
export function nextOf(text: string, form: RegExp): (at: number) => number {
  const all = new RegExp(form.source, 'g');
  let [from, until] = [0, -1];
  return (at) => {
    if (at >= from && at <= until) return until;
    all.lastIndex = at;
    [from, until] = [at, all.exec(text)?.index ?? text.length];
    return until;
  };
}
