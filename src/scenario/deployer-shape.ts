// The shape of `deployer`: the name of one that the lab has, with a timeout of its own where asked, or a
// command of the author's.
import * as z from 'zod';
import { complaint, duration, text, word } from './leaf.js';
import { keys, list, noted } from './map-shape.js';
import type { Deployment } from './deployment.js';
import { described, namesOf, type Word } from './vocabulary.js';

/** Name of the deployer that runs a command of the author's. */
export const byCommand = 'command';

/** What one place of the file says about the deployer. */
export interface DeployerPart {
  readonly name: string;
  readonly timeoutMs?: number | undefined;
  readonly command?: readonly string[] | undefined;
  readonly stamp?: Deployment['stamp'] | undefined;
}

/** Milliseconds that a deploy has where the scenario does not say: a command may wait until swarm is done. */
const timeoutOf = (name: string): number => (name === byCommand ? 600_000 : 120_000);

/** The deployers that may be named: all that need nothing beside their name. */
export function named(deployers: readonly Word[]): readonly Word[] {
  return deployers.filter(({ name }) => name !== byCommand);
}

export function deployerShape(deployers: readonly Word[]): z.ZodType<DeployerPart> {
  const words = named(deployers);
  const name = word(namesOf(words), 'a deployer', 'the deployers');
  const own = keys('the deployer', {
    use: noted(name, described('The deployer, where it is one of the lab.', words)),
    command: noted(
      commandWords(),
      "Your own deploy command: the program and its arguments, run without a shell in the recipe's tree.",
    ),
    timeout: noted(duration(), 'How long a deploy may take before it is ended.', { default: '2m' }),
    stamp: noted(
      stampShape(),
      'Of a command: how it stamps what it deploys. chaos: in the label that abra sets; a label of its ' +
        'own; or none. Without the first, specs alone are compared.',
      { default: 'chaos' },
    ),
  }).transform((given, context): DeployerPart => {
    const wrong = whyUnclear(given);
    if (wrong !== null) {
      context.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    }
    return {
      name: given.use ?? byCommand,
      timeoutMs: given.timeout,
      command: given.command,
      stamp: given.stamp,
    };
  });
  return z.union([name.transform((one): DeployerPart => ({ name: one })), own]);
}

/** The arm's own counts as a whole. */
export function deploymentOf({ name, timeoutMs, command = [], stamp = 'chaos' }: DeployerPart): Deployment {
  return { timeoutMs: timeoutMs ?? timeoutOf(name), command, stamp };
}

interface Given {
  readonly use?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly timeout?: number | undefined;
  readonly stamp?: Deployment['stamp'] | undefined;
}

function whyUnclear({ use, command, timeout, stamp }: Given): string | null {
  if (use === undefined && command === undefined)
    return 'the deployer is not named\nadd use: stack, or command: [./deploy.sh]';
  if (use !== undefined && command !== undefined)
    return 'the deployer is both one of the lab and a command\nkeep use or command';
  if (timeout === 0) return 'a timeout of 0 leaves no time to deploy\nwrite it like 10m, or leave it out';
  if (use !== undefined && stamp !== undefined)
    return `${use} stamps as abra does\nleave stamp out; it is for a command`;
  return null;
}

/** An argument vector. */
export function commandWords(): z.ZodType<readonly string[]> {
  const kind = { what: 'a program and its arguments', like: '[./deploy.sh, --fast]' };
  return list(text({ what: 'one word of a command', like: '--fast' }, /^[\s\S]*$/), kind, 100)
    .min(1, { error: 'the command is empty\nname a program, like [./deploy.sh]' })
    .refine(([program = 'none']) => program.trim() !== '' && !program.startsWith('-'), {
      error: 'the first word of a command is its program\nwrite it like [./deploy.sh, --fast]',
    });
}

function stampShape(): z.ZodType<Deployment['stamp']> {
  const kind = { what: 'chaos, none, or { label: … }', like: 'none' };
  const label = text({ what: 'the name of a label', like: 'com.example.version' }, /^[^\s=-][^\s=]*$/);
  return z.union([
    z.literal(['chaos', 'none'], { error: (wrong) => complaint(wrong, kind) }),
    keys('the stamp', {
      label: noted(label, 'Label of the service that tells the version; {stack} in it is the stack.'),
    })
      .refine(({ label: given }) => given !== undefined, {
        error: 'no label is named\nwrite { label: com.example.version }, or none',
      })
      .transform(({ label: given = '' }) => ({ label: given })),
  ]);
}
