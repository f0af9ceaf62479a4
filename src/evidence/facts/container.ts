// Containers, and what engine and kernel say of their ends.

/** A container event of the engine, for containers of the stacks under test. */
export interface ContainerFact {
  readonly kind: 'container';
  readonly action: 'create' | 'start' | 'health' | 'oom' | 'kill' | 'die' | 'destroy';
  readonly containerId: string;
  readonly service: string;
  readonly taskId: string;
  /** With `health`: `healthy` or `unhealthy`. */
  readonly health: string | null;
  /** With `die`. */
  readonly exitCode: number | null;
  /** With `kill`. */
  readonly signal: string | null;
}

/** A container looked at after it ended, or when observation ended. */
export interface ContainerInspectFact {
  readonly kind: 'container-inspect';
  readonly containerId: string;
  readonly service: string;
  readonly taskId: string;
  readonly running: boolean;
  readonly oomKilled: boolean;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly health: string | null;
  /** Newest last: exit code and first line of output of each probe that is still on record. */
  readonly probes: readonly string[];
}

/** The last lines that a failed task wrote. */
export interface TaskLogFact {
  readonly kind: 'task-log';
  readonly taskId: string;
  readonly lines: readonly string[];
}

/** The kernel killed a process inside the engine's envelope. */
export interface KernelOomFact {
  readonly kind: 'kernel-oom';
  /** Container whose cgroup the victim was in; null when it was in none. */
  readonly containerId: string | null;
  readonly process: string;
  readonly pid: number;
  readonly rssBytes: number | null;
  /** The kernel's line. */
  readonly line: string;
}

/** A line of the engine's own debug log that tells of an update, a task or a write to a service. */
export interface DaemonLogFact {
  readonly kind: 'daemon-log';
  readonly about: 'rollback' | 'pause' | 'complete' | 'service-write' | 'task' | 'daemon-start';
  readonly serviceId: string | null;
  readonly taskId: string | null;
  readonly line: string;
}
