// The shape of `deployer`: the name of one that needs nothing else, or a map that names one by its key, with
// its options as the value, beside a timeout of its own where asked.
import * as z from 'zod';
import { asWritten } from './as-written.js';
import { named, type DeployerMember } from './deployer-definition.js';
import type { Deployment } from './deployment.js';
import { complaint, duration, text, word } from './leaf.js';
import { bounded, keys, noted } from './map-shape.js';
import { described, namesOf } from './vocabulary.js';

/** What one place of the file says about the deployer: it counts as a whole. */
export interface DeployerPart {
  readonly name: string;
  readonly deployment: Deployment;
}

export function deployerShape(deployers: readonly DeployerMember[]): z.ZodType<DeployerPart> {
  const words = named(deployers);
  const keyed = deployers.filter((one) => !words.includes(one));
  const name = word(namesOf(words), 'a deployer', 'the deployers');
  const own = keys('the deployer', {
    use: noted(name, described('The deployer, where its name says all.', words)),
    ...Object.fromEntries(
      keyed.map(({ name: key, summary, example, options }) => [
        key,
        noted(asWritten(options), `${summary}. ${example}`),
      ]),
    ),
    timeout: noted(duration(), 'How long a deploy may take before it is ended.', { default: '2m' }),
    stamp: noted(
      stampShape(),
      `Of ${toldInWords(deployers)}: how it stamps what it deploys. chaos: in the label that abra sets; a ` +
        'label of its own; or none. Without the first, specs alone are compared.',
      { default: 'chaos' },
    ),
    needs: noted(
      needsShape(),
      `Of ${toldInWords(deployers)}: programs on the PATH that it runs in turn, each with how to get it. One that ` +
        'is missing ends a campaign before its first trial.',
      { default: {} },
    ),
  }).transform((given, context): DeployerPart => {
    const wrong = whyUnclear(given, deployers) ?? whyNoTime(given);
    const member = deployers.find(({ name: one }) => one === given.use || one in given);
    if (member === undefined || wrong !== null) {
      context.addIssue({ code: 'custom', message: wrong ?? 'the deployer is not named' });
      return z.NEVER;
    }
    return partOf(member, {
      ...given,
      options: new Map<string, unknown>(Object.entries(given)).get(member.name),
    });
  });
  return z.union([name.transform((one) => deployerNamed(one, deployers)), own]);
}

/** A deployer whose name says all. */
export function deployerNamed(name: string, deployers: readonly DeployerMember[]): DeployerPart {
  const [first] = deployers;
  const member = deployers.find((one) => one.name === name) ?? first;
  if (member === undefined) throw new TypeError('there are no deployers');
  return partOf(member, {});
}

interface Given {
  readonly use?: string | undefined;
  readonly timeout?: number | undefined;
  readonly stamp?: Deployment['stamp'] | undefined;
  readonly needs?: Deployment['needs'];
}

function partOf(
  { name, timeoutMs }: DeployerMember,
  { options = null, timeout = timeoutMs, stamp = 'chaos', needs }: Given & { readonly options?: unknown },
): DeployerPart {
  const deployment = { timeoutMs: timeout, options, stamp };
  return { name, deployment: needs === undefined ? deployment : { ...deployment, needs } };
}

function whyUnclear(given: Given, deployers: readonly DeployerMember[]): string | null {
  const words = named(deployers);
  const keyed = namesOf(deployers.filter((one) => !words.includes(one)));
  const said = ['use', ...keyed].filter((key) => key in given);
  if (said.length === 0)
    return `the deployer is not named\nadd ${[`use: ${words[0]?.name ?? ''}`, ...keyed].join(', or ')}`;
  if (said.length > 1) return `the deployer is named more than once: ${said.join(', ')}\nkeep one of them`;
  const member = deployers.find(({ name }) => name === given.use);
  if (member !== undefined && member.stampIsTold === undefined && given.stamp !== undefined)
    return `${member.name} stamps as abra does\nleave stamp out; it is for ${toldInWords(deployers)}`;
  if (member !== undefined && member.stampIsTold === undefined && given.needs !== undefined)
    return `what ${member.name} needs is known\nleave needs out; it is for ${toldInWords(deployers)}`;
  return null;
}

function whyNoTime({ timeout }: Given): string | null {
  return timeout === 0 ? 'a timeout of 0 leaves no time to deploy\nwrite it like 10m, or leave it out' : null;
}

function toldInWords(deployers: readonly DeployerMember[]): string {
  return namesOf(deployers.filter(({ stampIsTold }) => stampIsTold === true)).join(' or ') || 'none of these';
}

export function needsShape(): z.ZodType<NonNullable<Deployment['needs']>> {
  const program = text({ what: 'the name of a program', like: 'ansible-playbook' }, /^[^/\s=-][^/\s=]*$/);
  const way = text({ what: 'how to get it', like: 'apt-get install ansible' }, /\S/);
  return bounded(
    z.record(program, way, {
      error: (wrong) =>
        complaint(wrong, {
          what: 'a map of programs',
          like: '{ ansible-playbook: apt-get install ansible }',
        }),
    }),
  );
}

export function stampShape(): z.ZodType<Deployment['stamp']> {
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
