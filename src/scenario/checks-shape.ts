// The shape of `checks`: by names of the author's own, each naming one check by its key with its options as
// the value, or `builtin` where the name is that of one which needs no options.
import * as z from 'zod';
import { asWritten } from './as-written.js';
import { checksMax } from './bounds.js';
import type { CheckSettings } from './check-settings.js';
import type { Member } from './definition.js';
import { complaint, duration, text } from './leaf.js';
import { bounded, keys, noted } from './map-shape.js';
import { wayOut } from './wording.js';

const timeoutMsByDefault = 120_000;
const builtin = 'builtin';

type Written = string | { readonly timeout?: number | undefined };

export function checksShape(checks: readonly Member[]): z.ZodType<readonly CheckSettings[]> {
  return bounded(
    z.record(checkName(), checkShape(checks), {
      error: (wrong) =>
        complaint(wrong, {
          what: 'a map of checks',
          like: '{ mine: { command: [./wait.sh] }, label: builtin }',
        }),
    }),
    checksMax,
  ).transform((named, context) =>
    Object.entries(named).flatMap(([name, written]): readonly CheckSettings[] => {
      const read = settingsOf(name, written, checks);
      if (typeof read !== 'string') return [read];
      context.addIssue({ code: 'custom', message: read, path: [name] });
      return [];
    }),
  );
}

function checkName() {
  const kind = { what: 'a name for a check: a letter, then letters, digits, "_" and "-"', like: 'mine' };
  return text(kind, /^[A-Za-z][A-Za-z0-9_-]{0,31}$/);
}

function checkShape(checks: readonly Member[]): z.ZodType<Written> {
  const own = Object.fromEntries(
    checks.map(({ name, summary, example, options }) => [
      name,
      noted(asWritten(options), `${summary}. ${example}`),
    ]),
  );
  const whole = keys('a check, nor one itself', {
    ...own,
    timeout: noted(
      duration(),
      "How long it has from the moment at which the head's deploy returned; observation is as long as it is.",
      { default: '2m' },
    ),
  }).meta({ oneOf: checks.map(({ name }) => ({ required: [name] })) });
  return z.union([
    z.literal(builtin, {
      error: (wrong) =>
        ownCommand(wrong.input) ??
        complaint(wrong, { what: 'the word builtin, nor a map that names a check', like: builtin }),
    }),
    whole,
  ]);
}

/** What is said of a program of the author's that stands where its check has to be named; else null. */
function ownCommand(input: unknown): string | null {
  const words = typeof input === 'string' ? input.trim().split(/\s+/) : Array.isArray(input) ? input : [];
  const isProgram = words.length > 1 || (typeof words[0] === 'string' && /[./]/.test(words[0]));
  if (!isProgram || !words.every((word) => typeof word === 'string' && word !== '')) return null;
  return (
    `a program of your own is given as command, with its arguments in a list\n` +
    `write { command: [${words.map((word) => String(word)).join(', ')}] }`
  );
}

/** What is wrong with it, in two lines, where it cannot be meant. */
function settingsOf(name: string, written: Written, checks: readonly Member[]): CheckSettings | string {
  const names = checks.map((check) => check.name);
  if (typeof written === 'string') {
    const member = checks.find((check) => check.name === name);
    return member?.options.safeParse({}).success === true
      ? { name, check: name, timeoutMs: timeoutMsByDefault, options: {} }
      : `no builtin check is called "${name}"\n${wayOut(name, 'the builtin checks', names)}`;
  }
  const given = names.filter((known) => Object.hasOwn(written, known));
  const [check] = given;
  if (check === undefined) return `this names no check\nadd one of ${names.join(', ')}`;
  if (given.length > 1) return `this names several checks: ${given.join(', ')}\ngive each a name of its own`;
  if (written.timeout === 0)
    return 'a timeout of 0 leaves no time to answer\nwrite it like 5m, or leave it out';
  return {
    name,
    check,
    timeoutMs: written.timeout ?? timeoutMsByDefault,
    options: new Map<string, unknown>(Object.entries(written)).get(check),
  };
}
