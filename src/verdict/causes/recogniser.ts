// What a cause kind is asked: from all that is on record about a task's end, is this how it ended?
import type { Evidence, EvidenceOf } from '../../evidence/evidence.js';
import type { TaskHistory, TaskLine } from '../../evidence/timeline.js';
import type { Cause, CauseKind } from '../verdict.js';

/** All that is on record about how a task ended. */
export interface TaskEnd {
  readonly task: TaskHistory;
  readonly last: TaskLine;
  readonly ended: TaskLine | null;
  /** Of the container's end, or failing that of the task's status. */
  readonly exitCode: number | null;
  readonly die: EvidenceOf<'container'> | null;
  /** The engine was asked to kill or stop the container before it ended. */
  readonly kill: EvidenceOf<'container'> | null;
  /** The call of a client to kill, stop, restart or remove the container; null where none is on record. */
  readonly call: EvidenceOf<'daemon-log'> | null;
  /** The engine's log was watched all the time, so that a call which it does not have was not made. */
  readonly callsSeen: boolean;
  /**
   * The engine's log was watched when the container ended, so that a shim which was lost before it would be
   * on record.
   */
  readonly shimSeen: boolean;
  /**
   * It turned unhealthy before anybody killed it: after its end the engine calls every container unhealthy.
   */
  readonly unhealthy: EvidenceOf<'container'> | null;
  readonly oom: EvidenceOf<'container'> | null;
  readonly inspect: EvidenceOf<'container-inspect'> | null;
  /** The kernel's own lines about this container. */
  readonly kernel: readonly EvidenceOf<'kernel-oom'>[];
  /**
   * The kernel's lines were read without a gap in this trial, so that their silence about a container means
   * something.
   */
  readonly kernelSpoke: boolean;
  /** The last lines that its app wrote; null where they are not on record. */
  readonly log: EvidenceOf<'task-log'> | null;
  /** A task of the base ran on beside it, because the update is start-first. */
  readonly besideOld: boolean;
}

export interface Recognised {
  readonly kind: CauseKind;
  readonly detail: string;
  readonly because?: Cause['because'];
  /** Lines it rests on, besides the task's own. */
  readonly lines: readonly Evidence[];
}

export type Recogniser = (end: TaskEnd) => Recognised | null;
