import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText, visible } from '../../src/base/visible.js';

const of = (...codes: readonly number[]): string => String.fromCodePoint(...codes);

describe('text from outside', () => {
  it('shows each control character as its picture or its code, and nothing is lost', () => {
    expect(visible(`${of(27)}[2J${of(27)}]0;title${of(7)}`)).toBe('␛[2J␛]0;title␇');
    expect(visible(`${of(0x9b)}31m ${of(0x7f)} ${of(0)}`)).toBe('‹U+009B›31m ␡ ␀');
  });

  it('shows what turns the direction of writing, or ends a line unseen', () => {
    expect(visible(`${of(0x202e)}txet${of(0x2069)}${of(0x061c)}${of(0x2028)}`)).toBe(
      '‹U+202E›txet‹U+2069›‹U+061C›‹U+2028›',
    );
  });

  it('keeps line breaks and tabs, and ends lines where a terminal would go back to their beginning', () => {
    expect(visible('50 %\r100 %\r\ndone\t✓ ärger 💥')).toBe('50 %\n100 %\ndone\t✓ ärger 💥');
  });

  it('has nothing left in it that a terminal obeys, and does not change again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(visible(text)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_C}\p{Zl}\p{Zp}]/u);
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });

  it('is the same value as JSON, in characters that can be shown', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ noUnicodeString: false }),
        fc.constantFrom(undefined, 2),
        (value, indent) => {
          const json = jsonText({ value }, indent);
          expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value })));
          expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_C}\p{Zl}\p{Zp}]/u);
        },
      ),
    );
    expect(jsonText(`${of(27)}${of(0x9b)}${of(0x202e)}`)).toBe('"\\u001b\\u009b\\u202e"');
  });
});
