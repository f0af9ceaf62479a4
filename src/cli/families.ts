// Every family to which a member can be added, with what its members say of themselves: one list for
// `driftlab vocabulary`, in the order in which a trial and its report meet them.
import * as z from 'zod';
import { formats } from '../report/index.js';
import type { Member, Need, Word } from '../scenario/definition.js';
import { engineKinds } from '../scenario/engines/index.js';
import { imageKinds } from '../scenario/image-kinds.js';
import { engineOwn, sources } from '../sources/index.js';
import { sweepFormats, sweepRules } from '../sweep/index.js';
import { vocabulary } from './vocabulary.js';

export interface ListedFamily {
  readonly name: string;
  /** What its members are for, and where one is named. */
  readonly what: string;
  readonly members: readonly ListedMember[];
}

export interface ListedMember extends Word {
  /** One whole use of it, where it is written somewhere. */
  readonly example?: string;
  /** Option -> its meaning. */
  readonly options?: Readonly<Record<string, string>>;
  /** What it cannot do without, in words. */
  readonly needs?: readonly string[];
}

export const families: readonly ListedFamily[] = [
  { name: 'engines', what: 'the swarm under test (engine)', members: engineKinds.map(plain) },
  { name: 'images', what: 'where an image comes from (images)', members: imageKinds.map(plain) },
  {
    name: 'clones',
    what: "how a recipe's tree comes about (recipe.clone)",
    members: vocabulary.clones.map(listed),
  },
  {
    name: 'deployers',
    what: 'what puts the app on the swarm (deployer)',
    members: vocabulary.deployers.map(listed),
  },
  {
    name: 'injectors',
    what: 'what puts load on the engine (load)',
    members: vocabulary.injectors.map(listed),
  },
  {
    name: 'actions',
    what: 'what somebody else does meanwhile (actions)',
    members: vocabulary.actions.map(listed),
  },
  {
    name: 'checks',
    what: 'what says whether an upgrade went well, and is measured (checks)',
    members: vocabulary.checks.map(listed),
  },
  {
    name: 'sources',
    what: 'what watches a trial and puts facts on record; named in explain and where one was blind',
    members: sources.map(({ name, summary, reads }) => ({
      name,
      summary,
      ...(reads === undefined ? {} : { needs: [engineOwn[reads]] }),
    })),
  },
  { name: 'outcomes', what: 'how an upgrade ended (expect.outcome)', members: vocabulary.outcomes },
  { name: 'causes', what: 'what it ended by (expect.cause)', members: vocabulary.causes },
  { name: 'formats', what: 'how a report is written (report --format)', members: formats.map(plain) },
  { name: 'signatures', what: 'what sweep finds in a recipe', members: sweepRules.map(plain) },
  { name: 'sweep-formats', what: 'how sweep writes it (sweep --format)', members: sweepFormats.map(plain) },
];

function plain({ name, summary, example }: Word & { readonly example?: string }): ListedMember {
  return { name, summary, ...(example === undefined ? {} : { example }) };
}

function listed({ options, needs, ...member }: Member): ListedMember {
  const own = meanings(options);
  return {
    ...plain(member),
    ...(Object.keys(own).length === 0 ? {} : { options: own }),
    ...(needs.length === 0 ? {} : { needs: needs.map(needInWords) }),
  };
}

/** Of options that are keys; others are one value, which the example shows. */
function meanings(options: z.ZodType): Readonly<Record<string, string>> {
  const { properties = {} } = z.toJSONSchema(options, { io: 'input' });
  return Object.fromEntries(
    Object.entries(properties).map(([option, schema]) => [
      option,
      typeof schema === 'object' ? (schema.description ?? '') : '',
    ]),
  );
}

function needInWords(need: Need): string {
  switch (need.kind) {
    case 'own-engine':
      return "an engine of the lab's own";
    case 'image':
      return `the image ${need.image.tag}, which the lab brings along`;
    case 'kernel':
      return `a kernel with ${need.feature}`;
  }
}
