// A program of the author's own with its arguments: a deploy command, or a check.
import type * as z from 'zod';
import { text } from './leaf.js';
import { list } from './map-shape.js';

/** An argument vector. */
export function commandWords(): z.ZodType<readonly string[]> {
  const kind = { what: 'a program and its arguments', like: '[./deploy.sh, --fast]' };
  return list(text({ what: 'one word of a command', like: '--fast' }, /^[\s\S]*$/), kind, 100)
    .min(1, { error: 'the command is empty\nname a program, like [./deploy.sh]' })
    .refine(([program = 'none']) => program.trim() !== '' && !program.startsWith('-'), {
      error: 'the first word of a command is its program\nwrite it like [./deploy.sh, --fast]',
    });
}
