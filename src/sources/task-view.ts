// The engine's JSON of a task, brought down to what decides verdicts.
import type { TaskFact } from '../evidence/fact.js';
import type { TaskSpecJson } from './spec-view.js';

export interface TaskJson {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly CreatedAt: string;
  readonly Spec: TaskSpecJson;
  readonly ServiceID: string;
  readonly Slot?: number;
  readonly NodeID?: string;
  readonly DesiredState: string;
  readonly Status: {
    readonly Timestamp: string;
    readonly State: string;
    readonly Message?: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number } | null;
  };
}

/** States in which a task's container, if it had one, has ended. */
export const endedStates: ReadonlySet<string> = new Set([
  'complete',
  'shutdown',
  'failed',
  'rejected',
  'remove',
  'orphaned',
]);

export interface TaskContext {
  readonly service: string;
  readonly taskHash: string;
  readonly stamp: string | null;
}

export function taskFactOf(task: TaskJson, context: TaskContext): TaskFact {
  const { Status: status } = task;
  return {
    kind: 'task',
    taskId: task.ID,
    service: context.service,
    serviceId: task.ServiceID,
    slot: task.Slot ?? null,
    nodeId: task.NodeID || null,
    state: status.State,
    desired: task.DesiredState,
    message: status.Message ?? '',
    err: status.Err ?? '',
    exitCode: exitCodeOf(task),
    containerId: status.ContainerStatus?.ContainerID || null,
    image: task.Spec.ContainerSpec?.Image ?? '',
    taskHash: context.taskHash,
    stamp: context.stamp,
    statusAt: status.Timestamp,
    createdAt: task.CreatedAt,
    exists: true,
  };
}

/** Swarm shows 0 while a container runs and for a moment -1 while it stops: neither is an exit code. */
function exitCodeOf({ Status: { State, ContainerStatus } }: TaskJson): number | null {
  const code = ContainerStatus?.ExitCode ?? -1;
  return endedStates.has(State) && ContainerStatus?.ContainerID && code >= 0 ? code : null;
}
