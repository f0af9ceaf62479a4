// The words a scenario may use, collected by the command line from the families (deployers, injectors,
// clones, verdicts).
import type { LoadUnit } from '../base/units.js';
import type { Member, Word } from './definition.js';

export type { Word } from './definition.js';

/** An injector as scenarios know it. */
export interface LoadWord extends Word {
  /** What its amount counts; `tasks` for one that takes none. */
  readonly unit: LoadUnit;
  /** Accepted deviation of the measured load, as a fraction, where the scenario does not say. */
  readonly band: number;
  /** Whether its amount can change while it is on: ramp and shape are for such loads only. */
  readonly varies: boolean;
}

export interface Vocabulary {
  readonly deployers: readonly Word[];
  readonly clones: readonly Word[];
  readonly injectors: readonly LoadWord[];
  readonly actions: readonly Member[];
  readonly checks: readonly Member[];
  readonly outcomes: readonly Word[];
  readonly causes: readonly Word[];
}

export function namesOf(words: readonly Word[]): readonly string[] {
  return words.map(({ name }) => name);
}

/** A key's meaning, with the meaning of every word that it takes. */
export function described(meaning: string, words: readonly Word[]): string {
  return [meaning, ...words.map(({ name, summary }) => `- ${name}: ${summary}`)].join('\n');
}
