// The words a scenario may use, collected by the command line from the families (deployers, injectors,
// clones, verdicts).
import type { CloneMember } from './clone-definition.js';
import type { Member, Word } from './definition.js';
import type { DeployerMember } from './deployer-definition.js';
import type { LoadMember } from './load-definition.js';

export type { Word } from './definition.js';

export interface Vocabulary {
  readonly deployers: readonly DeployerMember[];
  readonly clones: readonly CloneMember[];
  readonly injectors: readonly LoadMember[];
  readonly actions: readonly Member[];
  readonly checks: readonly Member[];
  readonly outcomes: readonly Word[];
  readonly causes: readonly Word[];
}

export function namesOf(words: readonly Word[]): readonly string[] {
  return words.map(({ name }) => name);
}

/** With a capital, as a sentence begins. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A key's meaning, with the meaning of every word that it takes. */
export function described(meaning: string, words: readonly Word[]): string {
  return [meaning, ...words.map(({ name, summary }) => `- ${name}: ${summary}`)].join('\n');
}
