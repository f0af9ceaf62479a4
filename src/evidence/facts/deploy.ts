// The tree, the deploy, and what was read back: one run from git to label.

/** Which of the two deploys of a run: the base version, or the head under test. */
export type Step = 'base' | 'upgrade';

/**
 * The recipe's tree as git shows it, just before a deploy; once more after one that checked its version out
 * itself, and after a stamp probe's.
 */
export interface WorktreeFact {
  readonly kind: 'worktree';
  readonly run: string;
  readonly step: Step;
  /** Full commit id of HEAD. */
  readonly head: string;
  /** Paths that differ from HEAD or are untracked, relative to the tree. */
  readonly dirty: readonly string[];
  /** Newest first, `<commit> <message>`. */
  readonly reflog: readonly string[];
  readonly tags: readonly string[];
  /**
   * The stamp that git says this deploy must have: from the ref that was asked for, not from the worktree.
   */
  readonly intendedStamp: string;
  /** The stamp that the worktree as it stands would give. */
  readonly treeStamp: string;
}

/** A process beside the deployer began or ended to check a step's ref out in the run's tree. */
export interface CheckoutFact {
  readonly kind: 'checkout';
  readonly run: string;
  /** Number of the process, from 1. */
  readonly by: number;
  readonly step: Step;
  readonly mark: 'begin' | 'end';
  /** The stamp that the tree was to give afterwards; null at the beginning, and when git refused. */
  readonly stamp: string | null;
  /** What git said when it refused, as while another process holds the tree's lock; null otherwise. */
  readonly failure: string | null;
}

/**
 * A ref that names another commit in its repository than when the campaign began; the tree is at the commit
 * that it was then.
 */
export interface MovedRefFact {
  readonly kind: 'moved-ref';
  readonly run: string;
  readonly step: Step;
  /** As the scenario writes it. */
  readonly ref: string;
  /** Full id of the commit that it was, and that is deployed. */
  readonly pinned: string;
  /** Full id of the commit that it is now; null when there is no such ref any more. */
  readonly now: string | null;
}

/** The program that deploys in this trial. */
export interface DeployerBinaryFact {
  readonly kind: 'deployer-binary';
  readonly deployer: string;
  /** Where it really lies, links followed. */
  readonly path: string;
  readonly sha256: string;
  /** As it says itself. */
  readonly version: string;
}

/**
 * From here on the upgrade of a stack is watched that others deployed before. What stood then is what it is
 * an upgrade from: such a run has no base deploy, and no worktree that says which stamp is meant.
 */
export interface AdoptedFact {
  readonly kind: 'adopted';
  readonly run: string;
  readonly stack: string;
  /** The service whose stamp is read back at the end, without the stack's name. */
  readonly service: string;
  /** The stamp that the upgrade is to leave behind, as whoever watches says; null where he does not say. */
  readonly intendedStamp: string | null;
}

/** A deploy began, or ended. */
export interface DeployFact {
  readonly kind: 'deploy';
  readonly run: string;
  readonly step: Step;
  readonly mark: 'begin' | 'end';
  readonly deployer: string;
  readonly stack: string;
  /** The stamp the deployer says it took; null at the beginning or when it said none. */
  readonly stamp: string | null;
  /** Null at the beginning. */
  readonly exitCode: number | null;
  /**
   * What the deployer said when it failed, or why after a base that did not no upgrade was tried; null
   * otherwise.
   */
  readonly failure: string | null;
}

/**
 * One of several runs of a trial began or ended; what is seen after its end says nothing of it. A trial of
 * one run has no such lines.
 */
export interface RunFact {
  readonly kind: 'run';
  readonly run: string;
  readonly mark: 'begin' | 'end';
}

/** The lab's lock of a stack's name, which runs of a trial take in turn. */
export interface LockFact {
  readonly kind: 'lock';
  readonly run: string;
  readonly stack: string;
  readonly mark: 'taken' | 'released';
}

/** What a check that looks at health and then at the label would have said (S9). */
export interface NaiveFact {
  readonly kind: 'naive';
  readonly run: string;
  /** `healthy`: the first time health passed after the deploy. `end`: when observation ended. */
  readonly moment: 'healthy' | 'end';
  readonly healthy: boolean;
  readonly label: string | null;
  readonly pass: boolean;
  /** In the words such a check uses. */
  readonly message: string;
}

/** The stamp at the end, read from the service under test. */
export interface ReadbackFact {
  readonly kind: 'readback';
  readonly run: string;
  readonly service: string;
  /** False when the service was not there. */
  readonly found: boolean;
  readonly stamp: string | null;
}
