// What a member of a family (an action, an injector, a deployer, a check) says of itself, in its own file:
// how it is called, how it is written in a scenario, which options it takes, what contradicts it, and what it
// needs. Parser, JSON schema, help and docs read it from here.
import type * as z from 'zod';
import type { ActionSettings } from './action-settings.js';
import type { ImageSource } from './image-kinds.js';
import type { LoadSettings } from './load-settings.js';
import type { Path } from './problem.js';
import type { StacksSettings } from './stacks-settings.js';
import type { Word } from './word.js';

export type { Word } from './word.js';

/** Something without which a member cannot do its work: seen to, or refused, before anything boots. */
export type Need =
  /** An engine that the lab started itself. */
  | { readonly kind: 'own-engine' }
  /** An image in the engine; its path is absolute. */
  | { readonly kind: 'image'; readonly image: ImageSource }
  /** What not every kernel has. */
  | { readonly kind: 'kernel'; readonly feature: KernelFeature };

/** `netem`: it can hold packets back and lose them on purpose, by `tc qdisc … netem`. */
export type KernelFeature = 'netem';

/** What a member may know of the arm that it stands in. */
export interface Surroundings {
  readonly engine:
    | { readonly kind: 'existing' }
    /** Null where the memory of its envelope is not given. */
    | { readonly kind: 'private'; readonly memoryBytes: number | null };
  readonly load: readonly LoadSettings[];
  readonly actions: readonly ActionSettings[];
  readonly checkouts: number;
  readonly stacks: StacksSettings;
}

/** Why a member cannot be meant as it is written, beside other settings of its arm. */
export interface Objection {
  /** The settings that contradict it, by paths from the top of the arm. */
  readonly with: readonly Path[];
  readonly message: string;
  readonly hint: string;
}

export interface Definition<Options> extends Word {
  /** One whole use of it in a scenario, as YAML on one line. */
  readonly example: string;
  /** Its options as they are written, with messages of its own: a message's second line is the way out. */
  readonly options: z.ZodType<Options>;
  readonly conflicts?: (options: Options, arm: Surroundings) => readonly Objection[];
  readonly needs?: readonly Need[];
}

/**
 * A member as its family's list has it. Its options stay as they were written until its own schema reads
 * them: in a scenario, in a plan on disk, and when it is to do its work.
 */
export interface Member extends Word {
  readonly example: string;
  readonly options: z.ZodType;
  readonly conflicts: (written: unknown, arm: Surroundings) => readonly Objection[];
  readonly needs: readonly Need[];
}

export function member<Options>(definition: Definition<Options>): Member {
  const { name, summary, example, options, conflicts, needs = [] } = definition;
  return {
    name,
    summary,
    example,
    options,
    needs,
    conflicts: (written, arm) => conflicts?.(options.parse(written), arm) ?? [],
  };
}
