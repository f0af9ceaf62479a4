// Tables that several tools write into one page, each its own section between its own marks, so that none
// rewrites another's.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';
import { wrapped } from './wrap-docs.mjs';

const opening = `# Reliability: what the lab is broken with, and what it does then

The lab is broken on purpose, in as many ways as can be thought of, and what it did is written here by the tools that broke it: each section
by the command that it names, on the date, the machine and the commit that stand in it. Do not edit between the marks.
`;

/**
 * Writes the section of one tool into docs/reliability.md, in the place of its last one; the page is made
 * when it is not there.
 */
export function writeReliability(name, text) {
  const file = join(root, 'docs', 'reliability.md');
  const page = existsSync(file) ? readFileSync(file, 'utf8') : opening;
  writeFileSync(file, wrapped(withSection(page, name, text)));
}

/**
 * The page with `text` as the section of that name: where the last one stood, else at the end. All else stays
 * as it is.
 */
export function withSection(page, name, text) {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const section = `${begin}\n${text.trim()}\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 && to === -1) return `${page.trimEnd()}\n\n${section}\n`;
  if (from === -1 || to < from)
    throw new Error(
      `the marks of the section ${name} are spoilt: put "${begin}" before and "${end}" after it`,
    );
  return `${page.slice(0, from)}${section}${page.slice(to + end.length)}`;
}
