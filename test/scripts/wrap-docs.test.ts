// Docs are no wider than code: every line that could be broken is, and breaking it changes no word.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { columnsMax, pages, wideLines, wrapped } = (await import(
  pathToFileURL(join(root, 'scripts/wrap-docs.mjs')).href
)) as {
  readonly columnsMax: number;
  readonly pages: () => readonly string[];
  readonly wrapped: (text: string) => string;
  readonly wideLines: (text: string) => readonly number[];
};

it.each(pages())('no line of %s goes past the margin that could be broken', (page) => {
  expect(wideLines(readFileSync(join(root, page), 'utf8'))).toEqual([]);
});

describe('a line past the margin', () => {
  const words = 'one word after another '.repeat(8).trim();

  it('is found by its number, and broken without a change of its words', () => {
    const text = `# Title\n\n${words}\n`;
    expect(wideLines(text)).toEqual([3]);
    const broken = wrapped(text);
    expect(broken.split('\n').every((line) => line.length <= columnsMax)).toBe(true);
    expect(broken.split(/\s+/)).toEqual(text.split(/\s+/));
    expect(wrapped(broken)).toBe(broken);
  });

  it('of a list keeps its item together, and its neighbours as they are', () => {
    const [first, second, third = ''] = wrapped(`- short\n- ${words}\n- short`).split('\n');
    expect([first, second?.slice(0, 5)]).toEqual(['- short', '- one']);
    expect(third).toMatch(/^ {2}\S/);
  });

  it('is left alone in tables, code and headings, and where it is one link', () => {
    const link = `[${words}](docs/page.md)`;
    for (const text of [`| ${words} |`, `\`\`\`\n${words}\n\`\`\``, `## ${words}`, link]) {
      expect(wrapped(text)).toBe(text);
      expect(wideLines(text)).toEqual([]);
    }
  });

  it.each(['-', '+', '#', '12.', '|', '%'])(
    'never begins with %s, which would mean something there',
    (sign) => {
      const text = `${'x'.repeat(columnsMax - 1)} ${sign} and so on, and so on`;
      expect(
        wrapped(text)
          .split('\n')
          .slice(1)
          .every((line) => !line.startsWith(sign)),
      ).toBe(true);
    },
  );
});
