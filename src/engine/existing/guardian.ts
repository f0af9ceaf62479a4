// A program of its own that outlives driftlab: when driftlab is gone, however it ended, and its visit is
// still on record, this undoes it. It hears of that end by its input, which ends then. Started with the
// visit's folder.
import { argv, exit, stdin, stdout } from 'node:process';
import { undoLeftVisit } from './undo-visit.js';

const undoMs = 300_000;

stdout.on('error', () => undefined); // whoever listened may be gone
stdout.write('watching\n');
stdin.resume();
stdin.once(
  'close',
  () =>
    void undoLeftVisit(argv[2] ?? '', AbortSignal.timeout(undoMs)).then(
      () => exit(0),
      () => exit(1),
    ),
);
