// A value in place of a secret one: of the same length and look, so that an app which wants 32 hex digits
// gets 32 hex digits. It is made from a fingerprint of the secret, which nobody can make who has not the key
// that it was made with; so the same secret gets the same value in every capture, and another one another.
import { randomFrom } from '../../base/random.js';

const digits = '0123456789';
const small = 'abcdefghijklmnopqrstuvwxyz';
const hex = 'abcdef';
/** How a hash was made, which no hash can be without. */
const hashed =
  /^\$(?:apr1|\d[a-z]?|g?y|argon2(?:id?|d)|scrypt|pbkdf2[\w-]*)\$|^(?:pbkdf2_\w+|bcrypt\w*|argon2|scrypt)\$/;
const joining = /[-_.+/=:\s]/;

/** `attempt` gives others of the same secret, from 0. */
export function madeUpValue(value: string, fingerprint: string, attempt: number): string {
  const random = randomFrom(1, 'capture', fingerprint, String(attempt));
  const letters = /^[0-9a-f]+$/i.test(value.replaceAll(/[-:]/g, '')) ? hex : small;
  const one = (from: string): string => from.charAt(random.integer(0, from.length - 1));
  const hasLetters = /[^-_.+/=:\s]/.test(value);
  const [method = ''] = hashed.exec(value) ?? [];
  const like = (character: string): string => {
    if (/\d/.test(character)) return one(digits);
    if (hasLetters && joining.test(character)) return character;
    if (method !== '' && character === '$') return character;
    const letter = one(letters);
    return /[A-Z]/.test(character) ? letter.toUpperCase() : letter;
  };
  return method + Array.from(value.slice(method.length), like).join('');
}
