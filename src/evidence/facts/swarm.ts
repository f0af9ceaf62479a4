// Services and tasks as swarm's API shows them.

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
  readonly mode: ServiceMode;
  /**
   * Tasks that are to run at once; of a replicated job, tasks that are to complete. Null for a global service
   * or job.
   */
  readonly replicas: number | null;
  /**
   * When swarm starts a task anew that ended. A service with another condition than `any` may be done once
   * its tasks ended with 0.
   */
  readonly restart: RestartCondition;
  readonly healthcheck: boolean;
  /** Milliseconds between the signal to stop and the kill; swarm's default of 10 s filled in. */
  readonly stopGraceMs: number;
  readonly updateConfig: UpdateConfigView;
  /** How a rollback to this spec would be carried out. */
  readonly rollbackConfig: UpdateConfigView;
}

export const serviceModes = ['replicated', 'global', 'replicated-job', 'global-job'] as const;
export type ServiceMode = (typeof serviceModes)[number];

export const restartConditions = ['any', 'on-failure', 'none'] as const;
export type RestartCondition = (typeof restartConditions)[number];

/** Engine defaults filled in, as swarmkit does (order stop-first, failure action pause, monitor 5 s). */
export interface UpdateConfigView {
  readonly order: 'start-first' | 'stop-first';
  readonly failureAction: 'pause' | 'continue' | 'rollback';
  readonly monitorMs: number;
  readonly parallelism: number;
  readonly delayMs: number;
  readonly maxFailureRatio: number;
}

/** What swarm takes where a spec says nothing (swarmkit `api/defaults/service.go`). */
export const updateConfigByDefault: UpdateConfigView = {
  order: 'stop-first',
  failureAction: 'pause',
  monitorMs: 5000,
  parallelism: 1,
  delayMs: 0,
  maxFailureRatio: 0,
};
export const stopGraceMsByDefault = 10_000;

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
  /**
   * The stamp label of the service when the task was created, by swarm's own label filter; null when none
   * matched.
   */
  readonly stamp: string | null;
  /** Status.Timestamp: the agent's clock. */
  readonly statusAt: string;
  readonly createdAt: string;
  /** False when the task's record is gone. */
  readonly exists: boolean;
}
