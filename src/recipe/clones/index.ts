// How a recipe's tree comes about. To add a way:
// 1. write a file beside this one that exports a `MakeTree` (trial/ports.ts) named after it;
// 2. make the tree at ../tree-place.ts and nowhere else, with git from ../git.ts, so that every command is on
// the console;
// 3. take `intendedStamp` from the repositories' refs (../clone.ts), never from the worktree or a deployer;
// 4. add one line to `clones` and one to `cloneWords`: scenario, schema and --help know it from there; a kind
// that starts from the canonical tree is named in `fromCanonical` too, so that the check before a campaign
// makes that tree;
// 5. add its tests to test/recipe/clones.
import type { Word } from '../../scenario/vocabulary.js';
import type { MakeTree } from '../../trial/ports.js';
import { baseDeploy } from './base-deploy.js';
import { copy } from './copy.js';
import { mirror } from './mirror.js';

export const clones: Readonly<Record<string, MakeTree>> = {
  mirror,
  'base-deploy': baseDeploy,
  copy,
};

export const fromCanonical: readonly string[] = ['base-deploy', 'copy'];

export const cloneWords: readonly Word[] = [
  {
    name: 'mirror',
    summary:
      "clone the mirror at the ref, fetch the upstream's version tags, check base out, later head again",
  },
  {
    name: 'base-deploy',
    summary:
      'clone the canonical recipe, let the base deploy check its version tag out where it can, later ' +
      'check head out',
  },
  { name: 'copy', summary: '`cp -a` of the canonical recipe, tag and later head checked out by hand' },
];
