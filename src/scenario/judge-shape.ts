// The shape of `judge`: which services of the stack count in a run's verdict, all of them unless the scenario
// names some, and which trials.
import * as z from 'zod';
import type { Kept } from './kept.js';
import { complaint, flag, text } from './leaf.js';
import { keys, list, noted } from './map-shape.js';

/** What one place of the file says about judging. */
export type JudgePart = Kept<typeof judgeShape>;

type JudgedServices = typeof wholeStack | readonly string[];

/** Stands in `judge.services` for every service of the stack. */
const wholeStack = 'all';

export function judgeShape() {
  return keys('judge', {
    services: noted(
      services(),
      "Services that count in a run's verdict, without the stack's name, the service under test " +
        'among them; "all" for the whole stack.',
      { default: wholeStack },
    ),
    starved: noted(
      flag(),
      'Judge a trial, too, during which the machine had too little processor time for the engine or ' +
        'the lab; else it is inconclusive, as the same seed may end another way.',
      { default: false },
    ),
  });
}

/** The name of a service as a compose file has it. */
export function serviceName(): z.ZodType<string, string> {
  return text(
    { what: "the name of a service, without the stack's name", like: 'app' },
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  );
}

/** Of two places the arm's own counts; null for the whole stack. */
export function judgedOf(top: JudgePart = {}, own: JudgePart = {}): readonly string[] | null {
  const services = own.services ?? top.services ?? wholeStack;
  return services === wholeStack ? null : services;
}

function services(): z.ZodType<JudgedServices> {
  const kind = { what: 'a list of services, or all', like: '[app, worker]' };
  const named = list(serviceName(), kind)
    .min(1, {
      error:
        'the list is empty\nname the service under test, or leave the key out and the whole stack counts',
    })
    .superRefine(refuseTwins);
  return z.union([z.literal(wholeStack, { error: (wrong) => complaint(wrong, kind) }), named]);
}

function refuseTwins(names: readonly string[], context: z.RefinementCtx): void {
  const first = new Map([...names.entries()].reverse().map(([index, name]) => [name, index]));
  names.forEach((name, index) => {
    if (first.get(name) !== index)
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `the service "${name}" is named twice\nkeep one of the two`,
      });
  });
}
