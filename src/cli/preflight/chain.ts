// What is looked at of a chain of versions before anything boots: whether each of them changes anything, and
// whether those on the way can be deployed at all.
import type { ComposeText } from '../../compose/read-stack.js';
import type { PinnedCommits, Settings } from '../../scenario/scenario.js';
import type { OtherVersions, WayVersion } from './other-versions.js';
import { readSide, type SideReading } from './side-problems.js';

/** One version on the way, read with what the head has. */
export interface WayReading extends WayVersion {
  readonly reading: SideReading;
}

export interface ChainQuestion {
  readonly others: OtherVersions;
  /** Those of the head, which every version after the base has. */
  readonly overlays: readonly ComposeText[];
  readonly settings: Settings;
}

export function readOnTheWay({ others, overlays, settings }: ChainQuestion): readonly WayReading[] {
  return others.onTheWay.map(({ ref, side }) => ({
    ref,
    side,
    reading: readSide({ side, overlays, settings, isThere: () => true }),
  }));
}

/**
 * Two names of one commit, one after the other: all but the base have the same variables, overlays and
 * images, so the second would change nothing.
 */
export function sameCommits(
  { recipe, sides }: Pick<Settings, 'recipe' | 'sides'>,
  commits: PinnedCommits | null,
  others: OtherVersions['commits'],
): readonly string[] {
  const { through = [] } = recipe;
  if (commits === null || through.length === 0) return [];
  const chain = [
    { name: `base ${recipe.base}`, commit: commits.base },
    ...through.map((ref) => ({ name: ref, commit: others[ref] ?? null })),
    { name: recipe.head, commit: commits.head },
  ];
  return chain.flatMap(({ name, commit }, index) => {
    const before = chain[index - 1];
    if (before === undefined || commit === null || commit !== before.commit) return [];
    if (index === 1 && sides !== undefined) return [];
    return [
      `then: ${before.name} and ${name} are both the commit ${commit.slice(0, 8)}, so that the second ` +
        'would change nothing (leave one of the two out)',
    ];
  });
}
