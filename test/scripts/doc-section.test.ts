// A page that several tools write: each changes its own section, and nothing else.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = pathToFileURL(join(import.meta.dirname, '../../scripts/doc-section.mjs')).href;
const { withSection } = (await import(script)) as {
  readonly withSection: (page: string, name: string, text: string) => string;
};

describe('the section of a tool on a shared page', () => {
  it('is put at the end when there was none', () => {
    expect(withSection('# A page\n', 'kills', '## Kills\n\na table\n')).toBe(
      '# A page\n\n<!-- begin kills -->\n## Kills\n\na table\n<!-- end kills -->\n',
    );
  });

  it('stands where the last one stood, and what others wrote is left as it is', () => {
    const page = withSection(
      withSection(withSection('# A page\n', 'one', 'first $& of one'), 'two', 'of two'),
      'three',
      'of three',
    );
    expect(withSection(page, 'two', 'anew, $1 of two')).toBe(page.replace('of two', () => 'anew, $1 of two'));
  });

  it('is not guessed at when its marks are spoilt', () => {
    expect(() => withSection('<!-- begin kills -->\nwithout an end\n', 'kills', 'text')).toThrow(
      'the marks of the section kills are spoilt',
    );
    expect(() => withSection('<!-- end kills -->\n<!-- begin kills -->\n', 'kills', 'text')).toThrow(
      'spoilt',
    );
  });
});
