// Private keys between the lines that say so, and passwords of the users of redis: what is found by where it
// begins and where it ends, read from left to right.
import { plainSpan, type Span } from './span.js';

interface Marks {
  readonly begin: RegExp;
  readonly end: RegExp;
}

const keyWords = '[A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?';
const blocks: readonly Marks[] = [
  {
    begin: new RegExp(`-----BEGIN ${keyWords}-----`, 'g'),
    end: new RegExp(`-----END ${keyWords}-----`, 'g'),
  },
  { begin: /-----BEGIN OpenVPN Static key V1-----/g, end: /-----END/g },
];
/** A line end as it stands in a string. */
const writtenEnd = String.raw`\n`;

/** Of each what is between its marks; of one that is never closed all that follows. */
export function keySpans(text: string): readonly Span[] {
  return blocks.flatMap(({ begin, end }) => {
    const spans: Span[] = [];
    for (let from = 0; ;) {
      const opened = next(begin, text, from);
      if (opened === null) return spans;
      const at = opened.index + opened[0].length;
      const closed = next(end, text, at);
      const value = bare(text, at, closed?.index ?? text.length);
      if (value.value !== '') spans.push(value);
      from = closed === null ? text.length : closed.index + closed[0].length;
    }
  });
}

function next(form: RegExp, text: string, from: number): RegExpExecArray | null {
  form.lastIndex = from;
  return form.exec(text);
}

/** Without blanks and line ends around it, also those that are written as `\n`. */
function bare(text: string, from: number, until: number): Span {
  let [start, end] = [from, until];
  for (let by = 1; by > 0 && start < end; start += by)
    by = text.startsWith(writtenEnd, start) ? 2 : /\s/.test(text.charAt(start)) ? 1 : 0;
  for (let by = 1; by > 0 && start < end; end -= by)
    by = text.startsWith(writtenEnd, end - 2) ? 2 : /\s/.test(text.charAt(end - 1)) ? 1 : 0;
  return plainSpan(start, text.slice(start, end));
}

/** `user worker on >x >y ~jobs:*`: each password that it may log in by. */
export function redisUserSpans(text: string): readonly Span[] {
  return [...text.matchAll(/^[ \t]*user[ \t]+\S+(?=[ \t])([^\n]*)/gm)].flatMap(
    ({ 0: line, 1: rules = '', index }) =>
      [...rules.matchAll(/[ \t]>(\S+)/g)].map(({ 0: rule, 1: value = '', index: at }) =>
        plainSpan(index + line.length - rules.length + at + rule.length - value.length, value),
      ),
  );
}
