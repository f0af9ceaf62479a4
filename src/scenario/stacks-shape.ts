// The shape of `stacks`: how many upgrades run at once in a trial, on which stacks, and under which lock.
import * as z from 'zod';
import { atOnceMax } from './bounds.js';
import { complaint, count, duration, word } from './leaf.js';
import { keys, noted } from './map-shape.js';
import type { StacksSettings } from './stacks-settings.js';

export const solo: StacksSettings = { concurrent: 1, share: 'none', lock: 'none', startWithinMs: 0 };

const shares = ['none', 'stack'] as const;
/** As the file writes it -> its meaning. */
const locks: Readonly<Record<string, StacksSettings['lock']>> = {
  true: 'run',
  'base-only': 'base-only',
  false: 'none',
};

export function stacksShape(): z.ZodType<StacksSettings> {
  const kind = { what: 'solo, or how many stacks at once', like: 'solo or { concurrent: 3, share: none }' };
  return z.union([
    z.literal('solo', { error: (wrong) => complaint(wrong, kind) }).transform(() => solo),
    several(),
  ]);
}

function several() {
  return keys('the stacks', {
    concurrent: noted(count(atOnceMax), 'Upgrades at once, on one engine.', { default: 2 }),
    share: noted(
      word(shares, 'a thing to share', 'the choices'),
      'none: each run has a stack of its own. stack: all runs race on one stack, as runs of the same ' +
        'recipe, pull request and ref do.',
      { default: 'none' },
    ),
    lock: noted(
      word(Object.keys(locks), 'a lock', 'the choices'),
      'With share: stack, what a run holds the lock of the stack for: true, all of it; base-only, ' +
        'the base deploy but not the upgrade; false, nothing.',
      { default: 'true', type: ['string', 'boolean'] },
    ),
    'start-within': noted(duration(), 'Runs start within this time of each other; drawn from the seed.', {
      default: '500ms',
    }),
  }).transform(({ concurrent, share, lock, 'start-within': startWithinMs }): StacksSettings => {
    const shared = share === 'stack';
    return {
      concurrent: concurrent ?? 2,
      share: shared ? 'stack' : 'none',
      lock: shared ? (locks[lock ?? 'true'] ?? 'run') : 'none',
      startWithinMs: startWithinMs ?? 500,
    };
  });
}
