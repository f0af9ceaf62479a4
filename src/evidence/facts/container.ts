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

/** A container looked at when it was found unhealthy, after it ended, or when observation ended. */
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

/**
 * The last lines that a task wrote which ended unasked, or which was not yet healthy when observation ended.
 */
export interface TaskLogFact {
  readonly kind: 'task-log';
  readonly taskId: string;
  /** Oldest first, of both streams: in plain characters, bounded, without known secrets. */
  readonly lines: readonly string[];
  /**
   * When each line was written, by the engine's clock; missing where its log has no times, and in journals of
   * older driftlabs.
   */
  readonly writtenAt?: readonly string[];
  /** Why they could not be read; null when they could. A task that wrote nothing has neither. */
  readonly failure: string | null;
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

/**
 * A line of the engine's own debug log that tells of an update, of a task, or of what an API client asked
 * for: a write to a service, swarm's refusal of one, or the end of a container. What swarm does by itself, as
 * when it rolls back or stops a task, is no call.
 */
export interface DaemonLogFact {
  readonly kind: 'daemon-log';
  /**
   * `container-kill` is a client's call to kill, stop, restart or remove a container; with `kill`, the line
   * has the signal. `write-refused` is the engine's answer to the write of the same service before it, whose
   * line has the reason. `shim-gone`: the process that stands between the engine and a container has ended,
   * as it does after its container.
   */
  readonly about:
    | 'rollback'
    | 'pause'
    | 'complete'
    | 'task'
    | 'daemon-start'
    | 'service-create'
    | 'service-write'
    | 'service-remove'
    | 'write-refused'
    | 'container-kill'
    | 'shim-gone';
  /** With a write: its id, or the name that the client called it by where no such service was seen yet. */
  readonly serviceId: string | null;
  readonly taskId: string | null;
  /**
   * With `container-kill`: its id, or what the client called it where no such container was seen. With
   * `shim-gone`: its id.
   */
  readonly containerId: string | null;
  /** With `service-write`: the version of the service that the client had before it. */
  readonly version: number | null;
  readonly line: string;
}
