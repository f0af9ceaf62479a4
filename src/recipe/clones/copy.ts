// A copy of the recipe as an operator has it (S1): `cp -a` of the canonical tree; tag and head are checked
// out by hand.
import { reasonOf, withDeadline } from '../../base/deadline.js';
import { copyFiles } from '../../base/copy-files.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import { treeFromCanonical } from '../canonical-tree.js';
import { clone } from './clone.js';

const copyMsMax = 60_000;

/**
 * A copy with the canonical tree's own reflog, standing where that stands. Its objects are copied too, one
 * pack: abra's git library does not find objects behind an alternates file.
 */
const make = treeFromCanonical({
  baseCheckout: 'lab',
  bring: async ({ canonical, place, console }, signal) => {
    console(`$ cp -a ${canonical.dir} ${place.dir}\n`);
    try {
      await withDeadline('cp -a', copyMsMax, signal, (both) => copyFiles(canonical.dir, place.dir, both));
    } catch (error) {
      if (signal.aborted) throw reasonOf(signal);
      if (error instanceof LabError) throw error;
      throw new LabError('tree', `the canonical tree cannot be copied: ${messageOf(error)}`, {
        hint: 'is there room in the temporary folder? TMPDIR names another',
        phase: 'tree',
        cause: error,
      });
    }
  },
});

export const copy = clone({
  name: 'copy',
  summary: '`cp -a` of the canonical recipe, tag and later head checked out by hand',
  example: 'copy',
  fromCanonical: true,
  make,
});
