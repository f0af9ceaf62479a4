// What a kind of engine is: all that the scenario, its checks and the plan know of it, and what everybody
// else asks of an engine whatever its kind.
import type * as z from 'zod';
import type { Conflict } from '../conflict.js';
import type { Path } from '../problem.js';
import type { Word } from '../word.js';

export interface NodeSettings {
  /** `node1` and so on: its host name where there are several. */
  readonly name: string;
  readonly role: 'manager' | 'worker';
  /** As `node.labels` in a placement constraint names them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What is asked of an engine of any kind. */
export interface EngineTraits {
  /** Where the scenario names its kind. */
  readonly path: Path;
  /** The lab boots and ends it; else it is there already, and is left as it was found. */
  readonly isOwn: boolean;
  /** Each trial has a new one. */
  readonly isFresh: boolean;
  /** Memory that all containers of a node share, in bytes; null where nothing bounds it, or nobody said. */
  readonly envelopeBytes: number | null;
  /** Null where only the engine itself knows. */
  readonly nodes: readonly NodeSettings[] | null;
  /** How large it is, in words; null where there is nothing to say. */
  readonly size: string | null;
  /** How it is reached, in words; null where the lab makes it. */
  readonly place: string | null;
  /** What it is called where something is said of it and of what is on it. */
  readonly called: string;
}

/** What a kind looks at in the settings beside the engine. */
export interface Beside {
  readonly load: readonly unknown[];
  readonly neighbours: readonly string[];
  /** Null where trials go on to their end. */
  readonly stopAt: string | null;
}

/** A value without which an engine of the kind is not known. */
export interface Required<Kept> {
  readonly path: Path;
  /** What would take its place, had it been understood. */
  readonly instead?: Path;
  readonly like: string;
  /** Null where it is missing. */
  readonly of: (engine: Kept) => unknown;
}

/** `Part` is what one place of the file says of it, `Drafted` an engine in which that may be missing. */
export interface EngineKind<
  Part extends z.ZodType,
  Kept extends z.ZodObject,
  Drafted extends { readonly kind: string },
> extends Word {
  /** One whole engine of it in a scenario, as YAML on one line. */
  readonly example: string;
  /** What is written under its name. */
  readonly written: () => Part;
  /** What that means. */
  readonly means: string;
  /** How it is kept in plan.json. */
  readonly kept: () => Kept;
  /** What the top of the file and an arm mean together, the arm's keys over those of the top. */
  readonly draft: (
    top: z.output<Part> | undefined,
    own: z.output<Part> | undefined,
  ) => Omit<Drafted, 'socket'>;
  /** What levels of two factors mean that both say something of it. */
  readonly together: (first: z.output<Part>, second: z.output<Part>) => z.output<Part>;
  /** Its keys of which one alone can be meant; none where all go together. */
  readonly either: readonly string[];
  /** Null as long as something is missing. */
  readonly whole: (draft: Drafted) => z.output<Kept> | null;
  readonly required: Required<Drafted>;
  readonly traits: (engine: Drafted) => EngineTraits;
  /** What it contradicts in the settings beside it. */
  readonly conflicts: (engine: Drafted, beside: Beside) => readonly Conflict[];
}

/** Keeps the types of its parts, for those who read them from it. */
export function engineKind<
  Part extends z.ZodType,
  Kept extends z.ZodObject,
  Drafted extends { readonly kind: string },
>(kind: EngineKind<Part, Kept, Drafted>): EngineKind<Part, Kept, Drafted> {
  return kind;
}
