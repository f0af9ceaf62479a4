// How wide what is written may be.
import { expect, it } from 'vitest';
import { widthOf } from '../../../src/cli/terminal/terminal.js';

it('is the terminal’s, and an ordinary one where it does not know its size or there is none', () => {
  expect(widthOf({ isTTY: true, columns: 57 })).toBe(57);
  expect(widthOf({ isTTY: true, columns: 0 })).toBe(100);
  expect(widthOf({ isTTY: true })).toBe(100);
  expect(widthOf({ columns: 57 })).toBe(100);
});
