// Files of real software, whole: no secret of them is kept, and nothing else of them is changed.
import { describe, expect, it } from 'vitest';
import { concealmentOf } from '../../../src/capture/secrets/concealment.js';
import { files, harmless, planted } from './planted.js';

const concealed = (name: string, text: string): string =>
  concealmentOf([{ kind: 'text', place: name, name, text }], (secret) => `of ${secret}`).textOf(name, text);

describe('a file of real software', () => {
  it.each(files)('%s: no secret is left, and all else is as it was', (name, marked) => {
    const { text, secrets, otherwise } = planted(marked);
    const made = concealed(name, text);
    expect(made).toMatch(otherwise);
    expect(secrets.filter((secret) => new RegExp(`(?<!\\w)${literal(secret)}(?!\\w)`).test(made))).toEqual(
      [],
    );
  });

  it.each(harmless)('%s: nothing is secret, and all is as it was', (name, text) => {
    expect(concealed(name, text)).toBe(text);
  });

  it.each(files)('%s: with the line ends of Windows too', (name, marked) => {
    const { text, otherwise } = planted(marked.replaceAll('\n', '\r\n'));
    expect(concealed(name, text)).toMatch(otherwise);
  });
});

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
