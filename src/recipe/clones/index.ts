// How a recipe's tree comes about. To add a way:
// 1. write a file beside this one with a `clone`: its name, a summary of one line, an example, whether it
// starts from the canonical tree, and `make`;
// 2. make the tree at ../tree-place.ts and nowhere else, with git from ../git.ts, so that every command is on
// the console;
// 3. take `intendedStamp` from the repositories' refs (../clone.ts), never from the worktree or a deployer;
// 4. add it to the list below, of which the first is taken where a scenario does not say: the schema and the
// messages know it from there;
// 5. add its tests to test/recipe.
import { baseDeploy } from './base-deploy.js';
import type { CloneKind } from './clone.js';
import { copy } from './copy.js';
import { mirror } from './mirror.js';

/** By name, as scenarios call them. */
export const clones: Readonly<Record<string, CloneKind>> = Object.fromEntries(
  [mirror, baseDeploy, copy].map((one) => [one.name, one]),
);
