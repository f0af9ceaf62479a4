// How a recipe's tree comes about. To add a way:
// 1. write a file beside this one that exports a `MakeTree` (trial/ports.ts) named after it;
// 2. make the tree in `scratchDir` and nowhere else, with git from ../git.ts, so that every command is on the console;
// 3. take `intendedStamp` from the repositories' refs (../clone.ts), never from the worktree or a deployer;
// 4. add one line to `clones` and one to `cloneWords`: scenario, schema and --help know it from there;
// 5. add its tests to test/recipe/clones.
import type { Word } from '../../scenario/vocabulary.js';
import type { MakeTree } from '../../trial/ports.js';
import { mirror } from './mirror.js';

export const clones: Readonly<Record<string, MakeTree>> = {
  mirror,
};

export const cloneWords: readonly Word[] = [
  { name: 'mirror', summary: "clone the mirror at the ref, fetch the upstream's version tags, check base out, later head again" },
];
