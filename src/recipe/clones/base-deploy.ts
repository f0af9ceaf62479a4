// A clone of the recipe as an operator has it (S2): a base deploy that checks the version tag out, later head
// by hand.
import { dirname } from 'node:path';
import { mirrorRefs } from '../canonical.js';
import { treeFromCanonical } from '../canonical-tree.js';
import { gitIn } from '../git.js';
import { clone } from './clone.js';

/**
 * A clone that shares the canonical tree's objects by hard links, where the file system allows it. Not by
 * `--shared` or a linked worktree: abra's git library does not find HEAD's commit in those.
 */
const make = treeFromCanonical({
  baseCheckout: 'deployer',
  bring: async ({ canonical, place: { dir, configFile }, console }, signal) => {
    const git = gitIn({ dir: dirname(dir), configFile, console, signal });
    const mirrorToo = `remote.origin.fetch=+${mirrorRefs}*:${mirrorRefs}*`;
    await git(['clone', '--quiet', '--config', mirrorToo, '--', canonical.dir, dir]);
  },
});

export const baseDeploy = clone({
  name: 'base-deploy',
  summary:
    'clone the canonical recipe, let the base deploy check its version tag out where it can, later ' +
    'check head out',
  example: 'base-deploy',
  fromCanonical: true,
  make,
});
