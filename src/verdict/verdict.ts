// What a trial showed. `verdict.json` is this, format 1.
import type { LoadUnit } from '../base/units.js';
import type { CheckVerdict } from './check-verdict.js';

/** What happened to the stamp. */
export const outcomes = [
  'held',
  'mixed',
  'rolled-back',
  'rollback-failed',
  'paused',
  'never-applied',
  'overwritten',
  'removed',
  'unsettled',
  'failed-later',
  'no-op',
  'base-failed',
  'inconclusive',
] as const;
export type Outcome = (typeof outcomes)[number];

export const causeKinds = [
  'oom-kill',
  'unhealthy',
  'exit',
  'rejected',
  'image-pull',
  'start-timeout',
  'foreign-write',
  'wrong-tree',
  'wrong-stamp',
  'deployer-error',
  'unknown',
] as const;
export type CauseKind = (typeof causeKinds)[number];

/**
 * How a death escaped swarm's monitor, of a head that `failed-later`. `after-completed`: the task died when
 * the update was over. `tolerated`: it died before, and the failure ratio allowed it or swarm judged it too
 * late. `unmonitored`: it died in a slot that the update does not watch, such as an added replica.
 */
export type FailedLater = 'after-completed' | 'tolerated' | 'unmonitored';

/**
 * What kept a run from showing anything, found before its outcome is looked at. `lab`: a fault of the lab or
 * its engine; `evidence`: evidence was lost; `load`: a load was not what was asked for; none of these depends
 * on how the upgrade ended. `unclear`: it may.
 */
export type Invalidity = 'lab' | 'evidence' | 'load' | 'unclear';

/** Who is answerable for the outcome. */
export type Component = 'swarm' | 'app' | 'deployer' | 'tree' | 'other-run' | 'lab';

export interface Verdict {
  readonly format: 1;
  readonly trial: string;
  readonly arm: string;
  readonly end: 'completed' | 'aborted' | 'invalid';
  /** The engine that the trial ran on; null when it got none, and missing in verdicts of older driftlabs. */
  readonly engine?: string | null;
  /**
   * Trials that the engine had run before in the campaign; null where the lab did not start it, and missing
   * where that is not on record.
   */
  readonly trialsBefore?: number | null;
  readonly runs: readonly RunVerdict[];
}

export interface RunVerdict {
  readonly run: string;
  readonly outcome: Outcome;
  /** One sentence: why this outcome; for `inconclusive` the reason with its numbers. */
  readonly reason: string;
  /** Null where the evidence was whole, whatever it then showed; missing in verdicts of older driftlabs. */
  readonly invalid?: Invalidity | null;
  /**
   * The readback differs from the intended stamp, in a stamp probe what the deployer took does; null when
   * either is unknown.
   */
  readonly drift: boolean | null;
  /** The naive check would have passed, or blamed the wrong thing. */
  readonly masked: boolean;
  /** Null when it held and nothing went wrong, and where the cause is unknown. */
  readonly component: Component | null;
  /** Null when nothing went wrong. Of a `mixed` run, that of the first counted service that did not hold. */
  readonly cause: Cause | null;
  /** Null for every other outcome, and where no task of the head died. */
  readonly failedLater: FailedLater | null;
  readonly stamps: {
    readonly intended: string | null;
    readonly deployed: string | null;
    readonly readback: string | null;
  };
  /**
   * Of a head that came after other versions than the base: the ref of the one that it was put over, and of
   * the one whose spec the service had at the end; null where that is none of them. Missing for other heads.
   */
  readonly chain?: { readonly over: string | null; readonly at: string | null };
  /**
   * What the naive check would have said when observation ended, and whether the service was healthy then.
   */
  readonly naive: { readonly pass: boolean; readonly healthy: boolean; readonly message: string } | null;
  /** What the checks of the scenario said, held against the outcome; missing where there are none. */
  readonly checks?: readonly CheckVerdict[];
  readonly dose: readonly Dose[];
  /**
   * Milliseconds without a healthy task of the service under test between base converged and the end; null
   * when unknown, and when it was still down at the end: see {@link downFromMs}.
   */
  readonly outageMs: number | null;
  /**
   * When the service went down for good, in milliseconds since the trial began; null when it served at the
   * end, or that is unknown.
   */
  readonly downFromMs: number | null;
  /** Full service name -> outcome, for every service of the stack. */
  readonly services: Readonly<Record<string, Outcome>>;
  /** The stack's other services, in the order in which they were seen. */
  readonly sides: readonly SideVerdict[];
  /** Milliseconds of each phase and step that was seen. */
  readonly times: Readonly<Record<string, number>>;
}

/** What became of a service beside the one under test. */
export interface SideVerdict {
  /** Full name. */
  readonly service: string;
  /** Whether the run's outcome depends on it. */
  readonly counted: boolean;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly component: Component | null;
  readonly cause: Cause | null;
  readonly failedLater: FailedLater | null;
}

export interface Cause {
  readonly kind: CauseKind;
  /** One sentence for a person. */
  readonly detail: string;
  readonly task: string | null;
  readonly container: string | null;
  readonly exitCode: number | null;
  /**
   * `child-oom-kill`: the kernel had killed a child of the process that then exited. `held-by-old-task`:
   * start-first needs two of what there is once, such as a port or a lock, and the old task had it.
   * `held-outside-swarm`: something that is no task has the port. `own-limit`: the memory that ran out was
   * the container's own limit. Null for a cause that needs no further one.
   */
  readonly because: 'child-oom-kill' | 'held-by-old-task' | 'held-outside-swarm' | 'own-limit' | null;
  /** Which task it hit: one of the head's (`new`) or one of the base's (`old`). */
  readonly victim: 'new' | 'old' | null;
  /** Milliseconds since the trial began. */
  readonly atMs: number | null;
  /** `seq` of the evidence lines it rests on, rising. */
  readonly evidence: readonly number[];
  /** What the task left behind; missing where the cause names no task, and in verdicts of older driftlabs. */
  readonly said?: LastWords;
}

/** What is on record of a task's own words. */
export interface LastWords {
  /**
   * The last lines that the app wrote, oldest first; empty when it wrote nothing, null when its log was not
   * looked at.
   */
  readonly log: readonly string[] | null;
  /**
   * Those lines were written only when the engine had asked it to stop, and so give no reason for that;
   * missing where any line was written before, or when is not on record.
   */
  readonly afterStop?: true;
  /**
   * The last probe of its health check that failed, with the first line of its output; null when none is on
   * record.
   */
  readonly probe: { readonly exitCode: number; readonly output: string } | null;
}

/** A load asked for, and what was measured. */
export interface Dose {
  readonly index: number;
  readonly injector: string;
  readonly unit: LoadUnit;
  /** In {@link unit}, as is {@link achieved}. */
  readonly target: number;
  /** Median of what was measured while the load was to be full; null when nothing was measured. */
  readonly achieved: number | null;
  /** Null where the load was not due: swarm did not roll back, and it was for that time. */
  readonly met: boolean | null;
  readonly reason: string | null;
  /** How much later than it was due it began, in milliseconds; null where its window is not on record. */
  readonly lateMs: number | null;
  /**
   * When it was first full, and when it ended, in milliseconds since the trial began; null where that is not
   * on record.
   */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /**
   * For how long it was to be at its full amount while something depended on it, up to swarm's decision, and
   * for how much of that it was, in milliseconds. Null where its window is not on record, the second also for
   * a load that comes and goes; missing in verdicts of older driftlabs.
   */
  readonly dueMs?: number | null;
  readonly insideMs?: number | null;
  /** What the engine went through meanwhile; null when it was never full. */
  readonly stress: Stress | null;
}

/**
 * What load and app together did to the engine while a load was full. Null where it was not, or could not be,
 * measured.
 */
export interface Stress {
  readonly envelope: {
    readonly peakBytes: number;
    readonly limitBytes: number;
    /** Times the limit was hit. */ readonly hits: number;
  } | null;
  /** Processes that the kernel killed for memory. */
  readonly kills: number | null;
  /**
   * Share of the time in which some task had to wait, as a fraction. Tasks of the load count too, such as
   * busy loops that their quota holds back.
   */
  readonly pressure: {
    readonly scope: 'envelope' | 'machine';
    readonly cpu: number;
    readonly memory: number;
    readonly io: number;
  } | null;
}
