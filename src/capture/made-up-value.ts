// A value in place of a secret one: of the same length and look, so that an app which wants 32 hex digits
// gets 32 hex digits, and made from its name alone, so that it is the same in a later capture.
import { randomFrom } from '../base/random.js';

/** Longer ones, as keys in files, need not keep their length. */
const lettersMax = 512;
const digits = '0123456789';
const small = 'abcdefghijklmnopqrstuvwxyz';
const hex = 'abcdef';
const joining = /[-_.+/=:\s]/;

/** `which` tells values of one name apart, from 0. */
export function madeUpValue(value: string, name: string, which: number): string {
  const random = randomFrom(1, 'capture', name, String(which));
  const letters = /^[0-9a-f]+$/i.test(value.replaceAll(/[-:]/g, '')) ? hex : small;
  const one = (from: string): string => from.charAt(random.integer(0, from.length - 1));
  const like = (character: string): string => {
    if (/\d/.test(character)) return one(digits);
    if (joining.test(character)) return character;
    const letter = one(letters);
    return /[A-Z]/.test(character) ? letter.toUpperCase() : letter;
  };
  return Array.from(value.slice(0, lettersMax), like).join('');
}
