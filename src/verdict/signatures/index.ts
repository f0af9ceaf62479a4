// The ways in which an upgrade can end, in the order in which they are asked: the first that matches decides.
// To add one: write a file here that exports a Signature, put it into this list where its row belongs, and
// give it three journals in the tests: one that it matches, a near miss, and one in which the deciding
// evidence is missing. A signature says null when the story is another one, and `inconclusive` when it cannot
// tell; it never guesses. The order is that of the decision table: who wrote last comes before what swarm
// says of its own update.
import type { Signature } from '../story.js';
import { baseFailed } from './base-failed.js';
import { completed } from './completed.js';
import { created } from './created.js';
import { neverApplied } from './never-applied.js';
import { noOp } from './no-op.js';
import { overwritten } from './overwritten.js';
import { paused } from './paused.js';
import { postedTwice } from './posted-twice.js';
import { removed } from './removed.js';
import { runToEnd } from './run-to-end.js';
import { rolledBack } from './rolled-back.js';
import { unsettled } from './unsettled.js';

export const signatures: readonly Signature[] = [
  baseFailed,
  removed,
  neverApplied,
  overwritten,
  runToEnd,
  rolledBack,
  created,
  noOp,
  postedTwice,
  paused,
  completed,
  unsettled,
];
