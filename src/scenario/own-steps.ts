// The shape of `steps`: commands of the author's between the phases of a trial.
import * as z from 'zod';
import { commandWords } from './own-command-shape.js';
import type { Kept } from './kept.js';
import { duration, text } from './leaf.js';
import { keys, noted } from './map-shape.js';
import type { OwnSteps } from './step-settings.js';

/** What one place of the file says about steps. */
export type StepsPart = Kept<typeof stepsShape>;

const timeoutMs = 120_000;

export function stepsShape() {
  return keys('the steps', {
    'after-base': noted(
      oneOrWords(),
      'Your own command when the base stands, as to seed data: a program, or a list with its arguments. ' +
        'An exit code other than 0 makes the trial inconclusive.',
    ),
    'after-head': noted(
      oneOrWords(),
      'Your own command when the upgrade was watched to its end, as to look for that data. Its exit code ' +
        'is on record and told.',
    ),
    timeout: noted(duration(), 'How long each may take before it is ended.', { default: '2m' }),
  }).refine(({ timeout }) => timeout !== 0, {
    path: ['timeout'],
    error: 'a timeout of 0 leaves no time for a step\nwrite it like 5m, or leave it out',
  });
}

function oneOrWords(): z.ZodType<readonly string[]> {
  const kind = { what: 'a program, or a list of it and its arguments', like: './seed.sh' };
  return z.union([text(kind, /^[^\s-]\S*$/).transform((program) => [program]), commandWords()]);
}

/** The arm's own over those of the scenario; null where neither has any. */
export function stepsOf(top: StepsPart = {}, own: StepsPart = {}): OwnSteps | null {
  const said = { ...top, ...own };
  const [afterBase, afterHead] = [said['after-base'] ?? null, said['after-head'] ?? null];
  return afterBase === null && afterHead === null
    ? null
    : { afterBase, afterHead, timeoutMs: said.timeout ?? timeoutMs };
}
