// What a member of this family is made from: its definition, and how it makes a tree.
import { cloneMember, type CloneDefinition, type CloneMember } from '../../scenario/clone-definition.js';
import type { MakeTree } from '../../trial/ports.js';

export interface CloneKind extends CloneMember {
  readonly make: MakeTree;
}

export function clone({ make, ...definition }: CloneDefinition & Pick<CloneKind, 'make'>): CloneKind {
  return { ...cloneMember(definition), make };
}
