// The verdict of a stamp probe: whether the deployer took the stamp that git says it must, and if not,
// whether the tree or the deployer is to blame. The tree is known before and after the deploy; only where
// both looks agree is it cleared.
import { counted } from '../base/counted.js';
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { deployOf, ofKind } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import { tasklessCause } from './causes/taskless.js';
import { componentOf } from './component.js';
import type { Finding } from './story.js';
import { timesOf } from './times.js';
import type { CauseKind, RunVerdict } from './verdict.js';

type Tree = EvidenceOf<'worktree'>;
type Checkout = EvidenceOf<'checkout'>;

export interface Probe {
  readonly run: RunSpec;
  /** How many processes were to check out in the tree meanwhile. */
  readonly checkouts: number;
  /** The whole journal. */
  readonly evidence: readonly Evidence[];
  /** Why nothing can be said; null when the evidence is whole. */
  readonly invalid: string | null;
}

/**
 * `held`, `never-applied` with the cause `wrong-tree` or `wrong-stamp`, or `inconclusive`. Drift is the
 * deployer's stamp against git's.
 */
export function judgeProbe({ run, checkouts, evidence, invalid }: Probe): RunVerdict {
  const { outcome, reason, cause } =
    invalid === null
      ? probeFinding(evidence, run.run, checkouts)
      : ({ outcome: 'inconclusive', reason: invalid, cause: null } as const);
  const intended = treesOf(evidence, run.run)[0]?.intendedStamp ?? null;
  return {
    run: run.run,
    outcome,
    reason,
    drift: outcome === 'inconclusive' ? null : outcome !== 'held',
    masked: false,
    component: componentOf(outcome, cause),
    cause,
    failedLater: null,
    stamps: {
      intended,
      deployed: deployOf(evidence, run.run, 'upgrade', 'end')?.stamp ?? null,
      readback: null,
    },
    naive: null,
    dose: [],
    outageMs: null,
    downFromMs: null,
    services: {},
    sides: [],
    times: timesOf(evidence, run.run, null),
  };
}

function probeFinding(lines: readonly Evidence[], run: string, checkouts: number): Finding {
  const end = deployOf(lines, run, 'upgrade', 'end');
  if (end === null) return cannotTell("the end of the head's deploy is not on record");
  const trees = treesOf(lines, run);
  const before = trees.findLast(({ seq }) => seq < end.seq);
  const after = trees.find(({ seq }) => seq > end.seq);
  if (before === undefined) return cannotTell('the tree before the deploy is not on record');
  const { stamp } = end;
  if (stamp === null)
    return cannotTell(`the deployer said no stamp: ${end.failure ?? 'it ended without a word'}`);
  const besides = checkoutsBeside(lines, run);
  if (checkouts > 0 && besides.length === 0)
    return cannotTell(
      `nothing was checked out in the tree while the deployer ran, and ` +
        `${counted(checkouts, 'process was', 'processes were')} to`,
    );
  const meanwhile =
    besides.length === 0
      ? ''
      : `, while ${counted(besides.length, 'other checkout')} ` + 'went on in the tree';
  if (stamp === before.intendedStamp)
    return { outcome: 'held', reason: `the deployer took ${stamp}, as git says${meanwhile}`, cause: null };
  if (before.treeStamp !== before.intendedStamp) {
    return notApplied(
      'wrong-tree',
      `the tree that was deployed gives ${before.treeStamp}, git says ${before.intendedStamp}`,
      [before, end],
    );
  }
  if (checkouts > 0) return afterCheckouts(before, end, besides);
  if (after === undefined)
    return cannotTell(`the deployer took ${stamp}, and whether the tree changed meanwhile is not on record`);
  const change = changeOf(before, after);
  if (change !== null)
    return notApplied(
      'wrong-tree',
      `the tree was changed while the deployer ran (${change}), which took ${stamp}; git says ` +
        before.intendedStamp,
      [before, end, after],
    );
  return notApplied(
    'wrong-stamp',
    `the deployer took ${stamp} from a tree that gives ${before.treeStamp} before and after`,
    [before, end, after],
  );
}

/** Checkouts of other processes that ended well and overlapped the head's deploy. */
function checkoutsBeside(lines: readonly Evidence[], run: string): readonly Checkout[] {
  const [begin, end] = [
    deployOf(lines, run, 'upgrade', 'begin')?.seq ?? Infinity,
    deployOf(lines, run, 'upgrade', 'end')?.seq ?? 0,
  ];
  const own = ofKind(lines, 'checkout').filter((line) => line.run === run);
  return own.filter((line) => {
    const began = own.findLast(({ by, mark, seq }) => by === line.by && mark === 'begin' && seq < line.seq);
    return line.stamp !== null && line.seq > begin && began !== undefined && began.seq < end;
  });
}

/**
 * A stamp of what others checked out meanwhile, whole or half done (which makes the tree dirty), is the
 * tree's; any other is not.
 */
function afterCheckouts(before: Tree, end: EvidenceOf<'deploy'>, besides: readonly Checkout[]): Finding {
  const commitOf = (stamp: string | null): string => (stamp ?? '').replace(/\+U$/, '');
  const source = besides.find((line) => commitOf(line.stamp) === commitOf(end.stamp));
  const counted = `${String(besides.length)} checkouts that other processes made meanwhile`;
  if (source !== undefined)
    return notApplied(
      'wrong-tree',
      `the deployer took ${String(end.stamp)}, the stamp of one of the ${counted}; git says ` +
        before.intendedStamp,
      [before, source, end],
    );
  return notApplied(
    'wrong-stamp',
    `the deployer took ${String(end.stamp)}, which neither the tree before it nor any of the ` +
      `${counted} gives`,
    [before, end],
  );
}

function treesOf(lines: readonly Evidence[], run: string): readonly Tree[] {
  return ofKind(lines, 'worktree').filter((line) => line.run === run && line.step === 'upgrade');
}

/** A checkout there and back again leaves its entries in the reflog. */
function changeOf(before: Tree, after: Tree): string | null {
  if (after.treeStamp !== before.treeStamp) return `it gives ${after.treeStamp} after`;
  if (after.dirty.join('\0') !== before.dirty.join('\0')) return 'other files differ from HEAD after';
  return after.reflog.join('\0') === before.reflog.join('\0')
    ? null
    : `newest in the reflog: ${after.reflog[0] ?? 'nothing'}`;
}

function notApplied(kind: CauseKind, detail: string, lines: readonly Evidence[]): Finding {
  return { outcome: 'never-applied', reason: detail, cause: tasklessCause(kind, detail, lines) };
}

function cannotTell(reason: string): Finding {
  return { outcome: 'inconclusive', reason, cause: null };
}
