// The stamp: what `coop-cloud.<stack>.chaos-version` must say for a tree.

/** Digits of the commit id that abra keeps. */
const digits = 8;

/** First 8 digits of the commit, `+U` after them when the tree has changes of its own. */
export function stampOf(commit: string, dirty: boolean): string {
  return `${commit.slice(0, digits)}${dirty ? '+U' : ''}`;
}
