// What a way for a recipe's tree to come about says of itself beside what every member does. Its name says
// all: it takes no options.
import { member, type Member } from './definition.js';
import { nameAlone } from './name-alone.js';

export interface CloneTraits {
  /** True where it starts from the canonical tree, which is then made before the first trial. */
  readonly fromCanonical: boolean;
}

export interface CloneDefinition extends CloneTraits, Pick<Member, 'name' | 'summary' | 'example'> {}

export interface CloneMember extends Member, CloneTraits {}

export function cloneMember({ fromCanonical, ...definition }: CloneDefinition): CloneMember {
  return { ...member({ ...definition, options: nameAlone }), fromCanonical };
}
