// The engine's JSON of a service, brought down to what decides verdicts.
import {
  restartConditions,
  stopGraceMsByDefault,
  updateConfigByDefault,
  type ServiceMode,
  type SpecFact,
  type SpecView,
  type UpdateConfigView,
  type UpdateView,
} from '../evidence/fact.js';
import { stableHash } from './stable-hash.js';

export interface ServiceJson {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly UpdatedAt: string;
  readonly Spec: ServiceSpecJson;
  readonly PreviousSpec?: ServiceSpecJson | null;
  readonly UpdateStatus?: {
    readonly State?: string;
    readonly StartedAt?: string;
    readonly CompletedAt?: string;
    readonly Message?: string;
  } | null;
  readonly ServiceStatus?: { readonly RunningTasks: number; readonly DesiredTasks: number };
}

export interface ServiceSpecJson {
  readonly Name: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly TaskTemplate: TaskSpecJson;
  readonly Mode?: {
    readonly Replicated?: { readonly Replicas?: number } | null;
    readonly Global?: unknown;
    readonly ReplicatedJob?: { readonly MaxConcurrent?: number; readonly TotalCompletions?: number } | null;
    readonly GlobalJob?: unknown;
  };
  readonly UpdateConfig?: UpdateConfigJson | null;
  readonly RollbackConfig?: UpdateConfigJson | null;
  readonly EndpointSpec?: unknown;
}

interface UpdateConfigJson {
  readonly Order?: string;
  readonly FailureAction?: string;
  readonly Monitor?: number;
  readonly Parallelism?: number;
  readonly Delay?: number;
  readonly MaxFailureRatio?: number;
}

export interface TaskSpecJson {
  readonly ContainerSpec?: {
    readonly Image?: string;
    readonly Healthcheck?: { readonly Test?: readonly string[] } | null;
    readonly StopGracePeriod?: number | null;
  };
  readonly RestartPolicy?: { readonly Condition?: string } | null;
  readonly Runtime?: string;
}

const nsPerMs = 1e6;

/** A stack, and the label that carries its stamp where that is not the one that abra sets. */
export interface Stamped {
  readonly stack: string;
  readonly stampLabel?: string | undefined;
}

export function specFactOf(of: Stamped, service: ServiceJson, seenBy: SpecFact['seenBy']): SpecFact {
  return {
    kind: 'spec',
    stack: of.stack,
    service: service.Spec.Name,
    serviceId: service.ID,
    exists: true,
    versionIndex: service.Version.Index,
    spec: specViewOf(of, service.Spec),
    previousSpec: service.PreviousSpec ? specViewOf(of, service.PreviousSpec) : null,
    update: updateViewOf(service.UpdateStatus),
    updatedAt: service.UpdatedAt,
    seenBy,
  };
}

/** The stamp that the spec carries; null when it carries none. */
export function stampOf(of: Stamped, spec: ServiceSpecJson): string | null {
  return spec.Labels?.[stampLabelOf(of)] ?? null;
}

/** The label that carries the stamp of a stack's deploy. */
export function stampLabelOf({ stack, stampLabel }: Stamped): string {
  return stampLabel?.replaceAll('{stack}', stack) ?? `coop-cloud.${stack}.chaos-version`;
}

/**
 * Equal for a service's TaskTemplate and the Spec of a task made from it: only services spell the default
 * runtime out.
 */
export function taskHashOf(spec: TaskSpecJson): string {
  return stableHash(withoutDefaultRuntime(spec));
}

function specViewOf(of: Stamped, spec: ServiceSpecJson): SpecView {
  const template = withoutDefaultRuntime(spec.TaskTemplate);
  const test = template.ContainerSpec?.Healthcheck?.Test ?? [];
  return {
    stamp: stampOf(of, spec),
    version: spec.Labels?.[`coop-cloud.${of.stack}.version`] ?? null,
    image: template.ContainerSpec?.Image ?? '',
    templateHash: stableHash({ task: template, endpoint: spec.EndpointSpec }),
    taskHash: stableHash(template),
    specHash: stableHash({ ...spec, TaskTemplate: template }),
    mode: modeOf(spec),
    replicas: replicasOf(spec),
    restart: restartConditions.find((condition) => condition === template.RestartPolicy?.Condition) ?? 'any',
    healthcheck: test.length > 0 && test[0] !== 'NONE',
    stopGraceMs:
      template.ContainerSpec?.StopGracePeriod == null
        ? stopGraceMsByDefault
        : template.ContainerSpec.StopGracePeriod / nsPerMs,
    updateConfig: updateConfigOf(spec.UpdateConfig),
    rollbackConfig: updateConfigOf(spec.RollbackConfig),
  };
}

function withoutDefaultRuntime(spec: TaskSpecJson): TaskSpecJson {
  return spec.Runtime === 'container'
    ? Object.fromEntries(Object.entries(spec).filter(([key]) => key !== 'Runtime'))
    : spec;
}

function modeOf({ Mode: mode }: ServiceSpecJson): ServiceMode {
  if (mode?.ReplicatedJob != null) return 'replicated-job';
  if (mode?.GlobalJob != null) return 'global-job';
  return mode?.Global == null ? 'replicated' : 'global';
}

function replicasOf({ Mode: mode }: ServiceSpecJson): number | null {
  const job = mode?.ReplicatedJob;
  return job == null
    ? (mode?.Replicated?.Replicas ?? null)
    : (job.TotalCompletions ?? job.MaxConcurrent ?? 1);
}

/** A monitor of 0 means unset to swarm. A parallelism of 0 means all slots at once. */
function updateConfigOf(config: UpdateConfigJson | null | undefined): UpdateConfigView {
  const action = config?.FailureAction;
  return {
    order: config?.Order === 'start-first' ? 'start-first' : 'stop-first',
    failureAction: action === 'continue' || action === 'rollback' ? action : 'pause',
    monitorMs: (config?.Monitor ?? 0) / nsPerMs || updateConfigByDefault.monitorMs,
    parallelism: config ? (config.Parallelism ?? 0) : 1,
    delayMs: (config?.Delay ?? 0) / nsPerMs,
    maxFailureRatio: config?.MaxFailureRatio ?? 0,
  };
}

function updateViewOf(status: ServiceJson['UpdateStatus']): UpdateView | null {
  if (!status?.State) return null;
  return {
    state: status.State,
    startedAt: status.StartedAt ?? null,
    completedAt: status.CompletedAt ?? null,
    message: status.Message ?? '',
  };
}
