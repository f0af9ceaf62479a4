// Breaks lines of the docs that go past the margin, paragraph by paragraph: `npm run format` runs it after
// Prettier, which would lay tables out anew as well. Tables, code and headings stay as they are.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf } from './arguments.mjs';

export const columnsMax = 110;

const root = fileURLToPath(new URL('..', import.meta.url));

/** The pages that people read, by their paths from the root. */
export function pages() {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...docs.map((name) => join('docs', name))];
}

/** The text with every paragraph and list item broken anew that has a line past the margin. */
export function wrapped(text) {
  return blocksOf(text)
    .map((block) =>
      block.isProse && block.lines.some(isWide) ? filled(block.lines) : block.lines.join('\n'),
    )
    .join('\n');
}

/** Numbers of lines past the margin that could be broken. */
export function wideLines(text) {
  let number = 0;
  return blocksOf(text).flatMap(({ lines, isProse }) =>
    lines.flatMap((line) => {
      number++;
      return isProse && isWide(line) && filled([line]) !== line ? [number] : [];
    }),
  );
}

function isWide(line) {
  return Array.from(line).length > columnsMax;
}

const apart = /^\s*(?:$|\||#|<|---)/;
const item = /^\s*(?:[-*+]|\d+\.)\s/;

/** Paragraphs, list items, and everything else line by line. */
function blocksOf(text) {
  const blocks = [];
  let isCode = false;
  for (const line of text.split('\n')) {
    const isFence = /^\s*```/.test(line);
    const isProse = !isCode && !isFence && !apart.test(line);
    const last = blocks.at(-1);
    if (isProse && last?.isProse === true && !item.test(line)) last.lines.push(line);
    else blocks.push({ isProse, lines: [line] });
    if (isFence) isCode = !isCode;
  }
  return blocks;
}

/** A link, and what stands in backticks, is never broken where it fits into a line. */
const pieces = /(?:!?\[[^\]]*\]\([^)\s]*\)|`[^`]*`|\S)+/g;
/** What would begin a list, a heading or a table at the beginning of a line, and the unit of a number. */
const clinging = /^(?:[-*+|>]|#+|\d+\.|%[,.;:)]*|(?:[KMG]iB|ms|s|min)[,.;:)]*)$/;

function wordsOf(text) {
  const words = [];
  for (const word of text.match(pieces))
    if (words.length > 0 && clinging.test(word)) words.push(`${words.pop()} ${word}`);
    else words.push(word);
  return words;
}

function filled(lines) {
  const [first] = lines;
  const indent = ' '.repeat(/^\s*(?:(?:[-*+]|\d+\.)\s+)?/.exec(first)[0].length);
  const [lead] = /^\s*/.exec(first);
  const out = [];
  let line = '';
  for (const word of wordsOf(lines.join(' '))) {
    const next = line === '' ? `${out.length === 0 ? lead : indent}${word}` : `${line} ${word}`;
    if (line !== '' && isWide(next)) {
      out.push(line);
      line = `${indent}${word}`;
    } else line = next;
  }
  return [...out, line].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  argumentsOf({
    usage: `Usage: node scripts/wrap-docs.mjs

Breaks lines of the docs that go past the margin of ${columnsMax} columns. \`npm run format\` runs it.
Exit codes: 0 no line goes past it that could be broken, 64 bad arguments.`,
    names: null,
  });
  for (const page of pages()) {
    const path = join(root, page);
    const text = readFileSync(path, 'utf8');
    if (wrapped(text) !== text) writeFileSync(path, wrapped(text));
  }
}
