// What a harness does not go with: what the lab does between steps of its own, which a harness does not
// tell of.
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import { harnessName, harnessOf } from './harness.js';
import type { Finding, Path } from './problem.js';
import { stands, type YamlValue } from './yaml-tree.js';

export function checkHarness(draft: Draft): readonly Conflict[] {
  if (harnessOf(draft) === null) return [];
  const { actions, checks = [], steps, stopAt, stacks } = draft;
  const others = checks.filter(({ check }) => check !== harnessName);
  const refused = [
    { is: actions.length > 0, key: 'actions', why: 'comes at a moment of a deploy' },
    { is: others.length > 0, key: 'checks', why: 'is asked when a deploy has returned' },
    { is: steps !== null, key: 'steps', why: 'is run between two deploys' },
    { is: stopAt !== null, key: 'stop-at', why: 'ends after a deploy' },
    { is: stacks.share === 'stack' || stacks.lock !== 'none', key: 'stacks', why: 'may share or lock' },
  ];
  return refused.flatMap(({ is, key, why }) =>
    is
      ? [
          {
            between: [['harness'], [key]],
            message: `${key} ${why}, and a harness does not say when its deploys begin and end`,
            hint: `leave ${key} or harness out`,
          },
        ]
      : [],
  );
}

/**
 * A harness deploys itself, so that one place of the file says either that or a deployer; an arm may put one
 * in place of the other. `places` are those of arms and levels, beside the top.
 */
export function checkEitherDeploys(raw: YamlValue, places: readonly Path[]): readonly Finding[] {
  const distinct = new Map([[], ...places].map((place) => [place.join('\0'), place]));
  return [...distinct.values()]
    .filter((place) => stands(raw, [...place, 'harness']) && stands(raw, [...place, 'deployer']))
    .map((place) => ({
      path: [...place, 'harness'],
      place: 'key',
      message: 'a harness deploys by itself, and a deployer is named beside it',
      hint: 'leave deployer or harness out',
    }));
}
