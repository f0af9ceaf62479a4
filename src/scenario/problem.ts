// What is wrong with a scenario file: findings are made against paths, problems are findings with their place
// in the text.

/** Something in a scenario file that must be changed before it can be run. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** `recipe.base`, `arms.small.load[0].memory`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, naming the thing. */
  readonly message: string;
  /** The way out; null where the message says it. */
  readonly hint: string | null;
}

/** Keys and list positions from the top of the file. */
export type Path = readonly (string | number)[];

/** A problem whose place in the text is still to be looked up. */
export interface Finding {
  readonly path: Path;
  /** Whether the key at `path` is wrong, or its value. */
  readonly place: 'key' | 'value';
  readonly message: string;
  readonly hint: string | null;
}

/** `arms.small.load[0].memory`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${String(step)}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/** Whether `start` is `path` or leads to it. */
export function leadsTo(start: Path, path: Path): boolean {
  return start.length <= path.length && start.every((step, index) => step === path[index]);
}
