// The verdict of a stamp probe: whether the deployer took the stamp that git says it must, and if not, whether the tree or the deployer
// is to blame. The tree is known before and after the deploy; only where both looks agree is it cleared.
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { deployOf, ofKind } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import { seqs } from './causes/task-end.js';
import { componentOf } from './component.js';
import type { Finding } from './story.js';
import { timesOf } from './times.js';
import type { CauseKind, RunVerdict } from './verdict.js';

type Tree = EvidenceOf<'worktree'>;

export interface Probe {
  readonly run: RunSpec;
  /** The whole journal. */
  readonly evidence: readonly Evidence[];
  /** Why nothing can be said; null when the evidence is whole. */
  readonly invalid: string | null;
}

/** `held`, `never-applied` with the cause `wrong-tree` or `wrong-stamp`, or `inconclusive`. Drift is the deployer's stamp against git's. */
export function judgeProbe({ run, evidence, invalid }: Probe): RunVerdict {
  const { outcome, reason, cause } = invalid === null ? probeFinding(evidence, run.run) : { outcome: 'inconclusive', reason: invalid, cause: null } as const;
  const intended = treesOf(evidence, run.run)[0]?.intendedStamp ?? null;
  return {
    run: run.run, outcome, reason, drift: outcome === 'inconclusive' ? null : outcome !== 'held', masked: false,
    component: componentOf(outcome, cause), cause,
    stamps: { intended, deployed: deployOf(evidence, run.run, 'upgrade', 'end')?.stamp ?? null, readback: null },
    naive: null, dose: [], outageMs: null, services: {}, times: timesOf(evidence, run.run, null),
  };
}

function probeFinding(lines: readonly Evidence[], run: string): Finding {
  const end = deployOf(lines, run, 'upgrade', 'end');
  const trees = treesOf(lines, run);
  const before = trees.findLast(({ seq }) => seq < (end?.seq ?? 0));
  const after = trees.find(({ seq }) => seq > (end?.seq ?? Infinity));
  if (end === null || before === undefined) return cannotTell("the end of the head's deploy is not on record");
  const { stamp } = end;
  if (stamp === null) return cannotTell(`the deployer said no stamp: ${end.failure ?? 'it ended without a word'}`);
  if (stamp === before.intendedStamp) return { outcome: 'held', reason: `the deployer took ${stamp}, as git says`, cause: null };
  if (before.treeStamp !== before.intendedStamp) {
    return notApplied('wrong-tree', `the tree that was deployed gives ${before.treeStamp}, git says ${before.intendedStamp}`, [before, end]);
  }
  if (after === undefined) return cannotTell(`the deployer took ${stamp}, and whether the tree changed meanwhile is not on record`);
  const change = changeOf(before, after);
  if (change !== null) return notApplied('wrong-tree', `the tree was changed while the deployer ran (${change}), which took ${stamp}; git says ${before.intendedStamp}`, [before, end, after]);
  return notApplied('wrong-stamp', `the deployer took ${stamp} from a tree that gives ${before.treeStamp} before and after`, [before, end, after]);
}

function treesOf(lines: readonly Evidence[], run: string): readonly Tree[] {
  return ofKind(lines, 'worktree').filter((line) => line.run === run && line.step === 'upgrade');
}

/** A checkout there and back again leaves its entries in the reflog. */
function changeOf(before: Tree, after: Tree): string | null {
  if (after.treeStamp !== before.treeStamp) return `it gives ${after.treeStamp} after`;
  if (after.dirty.join('\0') !== before.dirty.join('\0')) return 'other files differ from HEAD after';
  return after.reflog.join('\0') === before.reflog.join('\0') ? null : `newest in the reflog: ${after.reflog[0] ?? 'nothing'}`;
}

function notApplied(kind: CauseKind, detail: string, lines: readonly Evidence[]): Finding {
  const cause = { kind, detail, task: null, container: null, exitCode: null, victim: null, atMs: lines[0]?.atMs ?? null, evidence: seqs(lines) };
  return { outcome: 'never-applied', reason: detail, cause };
}

function cannotTell(reason: string): Finding {
  return { outcome: 'inconclusive', reason, cause: null };
}
