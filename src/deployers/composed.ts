// What is deployed in a step: compose files as they lie in the tree, and the variables that they see.
import type { ComposeText } from '../compose/read-stack.js';

export interface Composed {
  /** What the files are called in the tree. */
  readonly names: readonly string[];
  /** Texts of the compose files in their order; null when one of them cannot be read. */
  readonly files: readonly string[] | null;
  /** Variables for the compose files. */
  readonly env: Readonly<Record<string, string>>;
}

/** The files with the names that they have in the tree. */
export function textsOf({ files, names }: Composed): readonly ComposeText[] {
  return (files ?? []).map((text, index) => ({ file: names[index] ?? 'a compose file', text }));
}
