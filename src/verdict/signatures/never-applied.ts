// The head that git means never reached swarm: the tree was another, the deployer took another, or nothing
// was put at all. Only positive evidence counts: that a write was not seen is not enough, the service must
// have been seen without it.
import { tasklessCause } from '../causes/taskless.js';
import { ofKind } from '../../evidence/timeline.js';
import { isWrite } from '../../evidence/service-upgrade.js';
import { wasApplied, type Finding, type Signature, type Story } from '../story.js';
import type { CauseKind } from '../verdict.js';
import type { Evidence } from '../../evidence/evidence.js';

export const neverApplied: Signature = {
  name: 'never-applied',
  match: (story) => (story.underTest ? (wrongTree(story) ?? wrongStamp(story)) : null) ?? nothingPut(story),
};

function wrongTree({ worktree }: Story): Finding | null {
  if (worktree === null || worktree.treeStamp === worktree.intendedStamp) return null;
  const reason = `the tree that was deployed gives ${worktree.treeStamp}, git says ${worktree.intendedStamp}`;
  return finding(reason, 'wrong-tree', worktree);
}

/** The tree was right; what the deployer says it took, or what it put, is not what the tree gives. */
function wrongStamp(story: Story): Finding | null {
  const { adopted, worktree, intendedStamp, end, head, headSeen } = story;
  if (worktree !== null && end?.stamp != null && end.stamp !== worktree.treeStamp) {
    return finding(
      `the deployer took ${end.stamp} from a tree that gives ${worktree.treeStamp}`,
      'wrong-stamp',
      end,
      worktree,
    );
  }
  if (intendedStamp === null || head === null || head.stamp === intendedStamp) return null;
  const meant = worktree === null ? `${intendedStamp} was meant` : `git says ${intendedStamp}`;
  return finding(
    `the deployer put ${head.stamp ?? 'no stamp'} where ${meant}`,
    'wrong-stamp',
    headSeen,
    worktree ?? adopted,
  );
}

const leftAlone: Finding = { outcome: 'no-op', reason: 'the head left the service alone', cause: null };

function nothingPut(story: Story): Finding | null {
  const { end, rivals, live, base, begin } = story;
  if (story.refused) return refused(story);
  if (wasApplied(story)) return null;
  if (end === null)
    return {
      outcome: 'inconclusive',
      reason: "the end of the upgrade's deploy is not on record",
      cause: null,
    };
  if (changedOthersOnly(story)) return leftAlone;
  if (end.exitCode !== 0) {
    const said = end.failure ?? 'it said nothing';
    return finding(
      `the deployer ended with exit code ${String(end.exitCode)} and put nothing: ${said}`,
      'deployer-error',
      end,
    );
  }
  if (live === null || begin === null)
    return { outcome: 'inconclusive', reason: 'the service was never seen', cause: null };
  if (rivals.length > 0 && live.seq > begin.seq && isWrite(live, base)) return null;
  return unchanged(story);
}

/** What another run puts there meanwhile is not this run's. */
function refused({ end, writes }: Story): Finding {
  const write = writes.find(({ deploy, refusal }) => deploy === end && refusal !== null);
  const reason = `the engine refused what the deployer posted: ${end?.failure ?? 'the deployer said nothing'}`;
  return finding(reason, 'deployer-error', end, write?.line ?? null, write?.refusal ?? null);
}

/** The deployer says that it worked, and yet the service stands as before. */
function unchanged(story: Story): Finding {
  const { underTest, live, end, readback, base } = story;
  if (!underTest) return leftAlone;
  const looked = readback?.found === true && readback.stamp === base?.spec.stamp ? readback : null;
  if (looked === null)
    return {
      outcome: 'inconclusive',
      reason: 'no spec and no readback after the deploy shows what it put',
      cause: null,
    };
  return finding('the deployer said that it worked, and put nothing', 'unknown', end, live, looked);
}

/**
 * Whoever deploys to a stack that is only watched need not mean this service: another one of it was written
 * to.
 */
function changedOthersOnly({ adopted, lines, begin, service, run }: Story): boolean {
  if (adopted === null || begin === null) return false;
  return ofKind(lines, 'spec').some(
    (line) => line.stack === run.stack && line.service !== service && line.seq > begin.seq,
  );
}

function finding(reason: string, kind: CauseKind, ...lines: readonly (Evidence | null)[]): Finding {
  return { outcome: 'never-applied', reason, cause: tasklessCause(kind, reason, lines) };
}
