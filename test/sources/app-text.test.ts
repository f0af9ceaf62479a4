import { describe, expect, it } from 'vitest';
import { maskFor, plainLine } from '../../src/sources/app-text.js';

describe('a line of an app', () => {
  it.each([
    ['colours and cursor moves are left out', '\u001b[1;31mfatal\u001b[0m\u001b[2K: no', 'fatal: no'],
    ['titles and links are left out', '\u001b]0;own you\u0007\u001b]8;;http://x\u001b\\link', 'link'],
    ['a command that is cut off is left out too', 'data\u001b]0;never ends', 'data'],
    [
      'what a terminal obeys and nobody sees is replaced',
      'a\u0000b\u009bc\u202ed',
      'a\u{FFFD}b\u{FFFD}c\u{FFFD}d',
    ],
    ['tabs become spaces', 'a\tb', 'a b'],
    ['of what is written over itself the last stays', '10 %\r20 %\r', '20 %'],
    ['other alphabets stay', 'Ошибка 错误 🙂', 'Ошибка 错误 🙂'],
  ])('%s', (_, written, plain) => {
    expect(plainLine(written, maskFor([]), 100)).toBe(plain);
  });

  it('is cut after so many characters, and a secret is hidden before', () => {
    expect(plainLine('🙂🙂🙂🙂', maskFor([]), 3)).toBe('🙂🙂…');
    expect(
      plainLine('token hunter22 and postgres://app:pw@db/app', maskFor(['APP_TOKEN=hunter22', 'A=b=c']), 12),
    ).toBe('token *** a…');
    expect(plainLine('postgres://app:pw@db/app', maskFor([]), 100)).toBe('postgres://***@db/app');
  });
});
