// One setting of a trial: how it is written, how it is kept, and what it means.
import type * as z from 'zod';
import type { Unchanging } from './kept.js';
import type { Vocabulary } from './vocabulary.js';

/** Schemas by the keys that a setting has in plan.json. */
export type KeptKeys = Readonly<Record<string, z.ZodType>>;

export interface Setting<Written extends z.ZodType, Keys extends KeptKeys> {
  /** What a scenario may write, at the top and in an arm, with its meaning for editors. */
  readonly written: (vocabulary: Vocabulary) => Written;
  /** What is kept of it in plan.json. Of a new one each key is optional or has a default, for older plans. */
  readonly kept: () => Keys;
  /** What two levels mean that both say something of it; left out where the later alone counts. */
  readonly together?: (first: Said<Written>, second: Said<Written>) => Said<Written>;
  /** Levels of two factors may both say all of it, and add up. */
  readonly addsUp?: true;
  /** What adds up by names: a name that two levels give is given twice. */
  readonly names?: (said: Said<Written>) => readonly string[];
  /** It is one value, however many keys it is written with. */
  readonly undivided?: true;
  /** Groups of keys below it, with dots between them, of which one alone can be meant. */
  readonly either?: readonly (readonly string[])[];
}

/** What is written, where anything is. */
type Said<Written extends z.ZodType> = NonNullable<z.output<Written>>;

/** A setting that depends on no other. */
export interface PlainSetting<Written extends z.ZodType, Keys extends KeptKeys> extends Setting<
  Written,
  Keys
> {
  /**
   * The meaning of what the top of the file says and of what the arm says; undefined where one says
   * nothing.
   */
  readonly meant: (
    top: z.output<Written> | undefined,
    own: z.output<Written> | undefined,
  ) => Unchanging<z.output<z.ZodObject<Keys>>>;
}

export function setting<Written extends z.ZodType, const Keys extends KeptKeys>(
  definition: PlainSetting<Written, Keys>,
): PlainSetting<Written, Keys> {
  return definition;
}

/** One whose meaning depends on other settings, and is worked out in arms.ts. */
export function dependentSetting<Written extends z.ZodType, const Keys extends KeptKeys>(
  definition: Setting<Written, Keys>,
): Setting<Written, Keys> {
  return definition;
}
