// Every kind of fact that a trial can put on record. A new kind of fact is one more variant here; the compiler then
// shows every place that must know it. Facts say what was seen, never what it means: meaning is the verdict room's.

/** Phases of a trial, in order; `collect` and `destroy` always run. */
export const phases = ['engine', 'tree', 'load', 'base', 'upgrade', 'observe', 'collect', 'destroy'] as const;
export type Phase = (typeof phases)[number];

/** Which of the two deploys of a run: the base version, or the head under test. */
export type Step = 'base' | 'upgrade';

export type Fact =
  | PhaseFact | EngineFact | SourceFact | GapFact | WorktreeFact | DeployFact | SpecFact | ServiceEventFact | TaskFact
  | ContainerFact | ContainerInspectFact | TaskLogFact | KernelOomFact | DaemonLogFact | EnvelopeFact | LoadFact | NaiveFact
  | ReadbackFact | FaultFact | TrialEndFact;

/** A phase began or ended. */
export interface PhaseFact {
  readonly kind: 'phase';
  readonly phase: Phase;
  readonly mark: 'begin' | 'end';
}

/** What the engine under test is, looked at when the trial starts and again when observation ends. */
export interface EngineFact {
  readonly kind: 'engine';
  readonly moment: 'start' | 'end';
  readonly engine: string;
  readonly version: string;
  readonly nodeId: string;
  /** Changes when dockerd was restarted: its process id and start time. Null where the lab did not start it. */
  readonly daemon: string | null;
  /** Null where there is no envelope. */
  readonly envelopeBytes: number | null;
  readonly cgroupVersion: 1 | 2 | null;
}

/** A source began or stopped watching. */
export interface SourceFact {
  readonly kind: 'source';
  readonly source: string;
  readonly state: 'attached' | 'detached';
}

/** A source could not see for a while; what happened then is unknown to it. */
export interface GapFact {
  readonly kind: 'gap';
  readonly source: string;
  readonly reason: string;
}

/** The recipe's tree as git shows it, just before a deploy. */
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
  /** The stamp that git says this deploy must have: from the ref that was asked for, not from the worktree. */
  readonly intendedStamp: string;
  /** The stamp that the worktree as it stands would give. */
  readonly treeStamp: string;
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
  /** What the deployer said when it failed; null otherwise. */
  readonly failure: string | null;
}

/** A service as swarm shows it: written whenever anything of it changed. */
export interface SpecFact {
  readonly kind: 'spec';
  readonly stack: string;
  /** Full service name, `<stack>_<service>`. */
  readonly service: string;
  readonly serviceId: string;
  /** False when the service is gone; every other field then repeats what was last seen. */
  readonly exists: boolean;
  readonly versionIndex: number;
  readonly spec: SpecView;
  /** Null after an automatic rollback and before the first update. */
  readonly previousSpec: SpecView | null;
  /** Null when swarm shows no update status. */
  readonly update: UpdateView | null;
  readonly updatedAt: string;
  /** What made the source look: an event, the regular look, or a look that was asked for. */
  readonly seenBy: 'event' | 'poll' | 'look';
}

/** The parts of a service spec that decide verdicts. */
export interface SpecView {
  /** Value of the label `coop-cloud.<stack>.chaos-version`; null when it has none. */
  readonly stamp: string | null;
  /** Value of the label `coop-cloud.<stack>.version`; null when it has none. */
  readonly version: string | null;
  readonly image: string;
  /** Hash of TaskTemplate and EndpointSpec: two specs with the same hash have no dirty slot between them. */
  readonly templateHash: string;
  /** Hash of TaskTemplate alone, comparable with {@link TaskFact.taskHash}. */
  readonly taskHash: string;
  /** Hash of the whole spec, labels and all. */
  readonly specHash: string;
  /** Null for a global service. */
  readonly replicas: number | null;
  readonly healthcheck: boolean;
  readonly updateConfig: UpdateConfigView;
}

/** Engine defaults filled in, as swarmkit does (order stop-first, failure action pause, monitor 5 s). */
export interface UpdateConfigView {
  readonly order: 'start-first' | 'stop-first';
  readonly failureAction: 'pause' | 'continue' | 'rollback';
  readonly monitorMs: number;
  readonly parallelism: number;
  readonly delayMs: number;
  readonly maxFailureRatio: number;
}

export interface UpdateView {
  /** `updating`, `paused`, `completed`, `rollback_started`, `rollback_paused` or `rollback_completed`. */
  readonly state: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly message: string;
}

/** A service event of the engine, as it came. */
export interface ServiceEventFact {
  readonly kind: 'service-event';
  readonly service: string;
  readonly serviceId: string;
  /** `create`, `update` or `remove`. */
  readonly action: string;
  readonly stateOld: string | null;
  readonly stateNew: string | null;
}

/** A task as swarm shows it: written whenever anything of it changed. */
export interface TaskFact {
  readonly kind: 'task';
  readonly taskId: string;
  readonly service: string;
  readonly serviceId: string;
  readonly slot: number | null;
  readonly nodeId: string | null;
  readonly state: string;
  readonly desired: string;
  /** Message and Err of the task's status; `err` is also filled while a task is merely pending. */
  readonly message: string;
  readonly err: string;
  /** Null until the container ended. */
  readonly exitCode: number | null;
  readonly containerId: string | null;
  readonly image: string;
  /** Hash of the task's own spec, comparable with {@link SpecView.taskHash}. */
  readonly taskHash: string;
  /** The stamp label of the service when the task was created, by swarm's own label filter; null when none matched. */
  readonly stamp: string | null;
  /** Status.Timestamp: the agent's clock. */
  readonly statusAt: string;
  readonly createdAt: string;
  /** False when the task's record is gone. */
  readonly exists: boolean;
}

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

/** The engine's memory envelope, sampled. */
export interface EnvelopeFact {
  readonly kind: 'envelope';
  readonly usageBytes: number;
  readonly limitBytes: number;
  /** Times the limit was hit (cgroup v1 `failcnt`, v2 `memory.events` `max`). */
  readonly hits: number;
  /** Processes killed for memory in the envelope so far; null where the kernel does not tell. */
  readonly kills: number | null;
  /** Pressure stall: share of the last 10 s in which some task waited for memory, in per cent; null where there is none. */
  readonly pressure: number | null;
}

/** Something happened to a load. `index` is its place in the trial's list of loads. */
export interface LoadFact {
  readonly kind: 'load';
  readonly index: number;
  readonly injector: string;
  /** `planned` is written before anything is done; `sample` is a measurement; `died` is an end that nobody asked for. */
  readonly event: 'planned' | 'started' | 'full' | 'sample' | 'ended' | 'died';
  readonly targetBytes: number;
  /** Measured by the engine's accounting; null where nothing was measured. */
  readonly heldBytes: number | null;
  readonly note: string | null;
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

/** The lab itself, or something it needs, failed. */
export interface FaultFact {
  readonly kind: 'fault';
  readonly phase: Phase;
  readonly code: string;
  readonly message: string;
}

/** The last line of every whole trial. */
export interface TrialEndFact {
  readonly kind: 'trial-end';
  /** `completed`: every phase was gone through. `aborted`: interrupted. `invalid`: a fault of the lab or its engine. */
  readonly end: 'completed' | 'aborted' | 'invalid';
}
