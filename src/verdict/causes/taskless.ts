// A cause in which no task has a part: the deploy, the tree, another writer, or nothing that is known.
import type { Evidence } from '../../evidence/evidence.js';
import type { Cause, CauseKind } from '../verdict.js';
import { seqs } from './task-end.js';

/** Placed in time by the first of `lines` that is there, unless `more` says otherwise. */
export function tasklessCause(
  kind: CauseKind,
  detail: string,
  lines: readonly (Evidence | null | undefined)[],
  more: Partial<Cause> = {},
): Cause {
  const known = lines.filter((line) => line != null);
  return {
    kind,
    detail,
    task: null,
    container: null,
    exitCode: null,
    because: null,
    victim: null,
    atMs: known[0]?.atMs ?? null,
    evidence: seqs(known),
    ...more,
  };
}
