import { expect, it } from 'vitest';
import { counted } from '../../src/base/counted.js';

it('one is one, and nothing and more are many', () => {
  expect([0, 1, 2].map((count) => counted(count, 'trial'))).toEqual(['0 trials', '1 trial', '2 trials']);
  expect(counted(2, 'process', 'processes')).toBe('2 processes');
});
