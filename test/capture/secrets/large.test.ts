// Files that are large, or made to be slow: a capture reads them all the same.
import { expect, it } from 'vitest';
import { concealmentOf } from '../../../src/capture/secrets/concealment.js';

const bytes = 40_000;
const filled = (part: string): string => part.repeat(Math.ceil(bytes / part.length));

it.each([
  'a:',
  'secret: |\n',
  'password = "abc\n',
  '${TOKEN:-',
  '{{ token ',
  '<a name="password" ',
  'mysql a ',
  'hooks/',
  'a://b:c@',
  'token ',
  'passwords:\n- a\n',
])('filled with %j', { timeout: 20_000 }, (part) => {
  const text = filled(part);
  const { textOf } = concealmentOf([{ kind: 'text', place: 'x', name: 'x', text }], (secret) => secret);
  expect(textOf('x', text).length).toBeGreaterThan(bytes / 2);
});

it('with many secrets, each of which stands twice', () => {
  const lines = Array.from({ length: 400 }, (_, index) => `token${String(index)}: secret-${String(index)}-x`);
  const text = `${lines.join('\n')}\n# ${lines.map((line) => line.split(' ')[1]).join(' ')}\n`;
  const { textOf } = concealmentOf([{ kind: 'text', place: 'x', name: 'x', text }], (secret) => secret);
  expect(textOf('x', text)).not.toMatch(/secret-\d/);
});
