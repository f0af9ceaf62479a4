// What a service's spec says of how it is deployed -> `deploy` of a compose file.
import type { AmountsJson, ModeJson, SpecJson, UpdateJson } from './engine-json.js';
import { cpusText, durationText, exactDurationText, sizeText } from './amounts-text.js';
import type { LeftOut } from './left-out.js';
import { withoutEmpty, type Part } from './part.js';

export interface DeployPart {
  /** Without labels. */
  readonly part: Part;
  readonly leftOut: readonly LeftOut[];
}

/** `unmet` says why the one node of a private engine does not meet a constraint; null where it does. */
export function deployPart(
  service: string,
  {
    Mode: mode,
    UpdateConfig: update,
    RollbackConfig: rollback,
    EndpointSpec: endpoint,
    TaskTemplate,
  }: SpecJson,
  unmet: (constraint: string) => string | null,
): DeployPart {
  const { Resources: resources, RestartPolicy: restart, Placement: placement } = TaskTemplate;
  const constraints = placement?.Constraints ?? [];
  const met = constraints.filter((one) => unmet(one) === null);
  const preferences = placement?.Preferences ?? [];
  const reservations = amounts(resources?.Reservations);
  return {
    part: withoutEmpty({
      ...modeOf(mode),
      endpoint_mode: endpoint?.Mode === 'dnsrr' ? 'dnsrr' : undefined,
      update_config: updateOf(update),
      rollback_config: updateOf(rollback),
      restart_policy:
        restart == null
          ? undefined
          : withoutEmpty({
              condition: restart.Condition,
              delay: exactDurationText(restart.Delay),
              max_attempts: restart.MaxAttempts,
              window: durationText(restart.Window),
            }),
      resources: withoutEmpty({ limits: amounts(resources?.Limits), reservations }),
      placement: met.length === 0 ? undefined : { constraints: met },
    }),
    leftOut: [
      ...jobsAtOnce(service, mode),
      ...constraints.flatMap((one) => {
        const why = unmet(one);
        return why === null ? [] : [{ place: `${service}: placement constraint ${one}`, because: why }];
      }),
      ...(preferences.length === 0
        ? []
        : [{ place: `${service}: placement preferences`, because: 'a private engine has one node' }]),
      ...(placement?.MaxReplicas
        ? [
            {
              place: `${service}: max_replicas_per_node ${String(placement.MaxReplicas)}`,
              because: 'a private engine has one node, which gets all tasks',
            },
          ]
        : []),
      ...((resources?.Reservations?.GenericResources ?? []).length === 0
        ? []
        : [{ place: `${service}: generic resources`, because: 'the node of a private engine has none' }]),
    ],
  };
}

/** Docker makes as many tasks of a job at once as it is to complete. */
function jobsAtOnce(service: string, mode: ModeJson | null | undefined): readonly LeftOut[] {
  const { MaxConcurrent: most, TotalCompletions: wanted } = mode?.ReplicatedJob ?? {};
  return most === undefined || most === (wanted ?? 1)
    ? []
    : [
        {
          place: `${service}: max_concurrent ${String(most)}`,
          because: "a stack's compose file has no word for it: all tasks of the job run at once",
        },
      ];
}

function modeOf(mode: ModeJson | null | undefined): Part {
  if (mode?.ReplicatedJob != null)
    return { mode: 'replicated-job', replicas: mode.ReplicatedJob.TotalCompletions ?? 1 };
  if (mode?.GlobalJob != null) return { mode: 'global-job' };
  if (mode?.Global != null) return { mode: 'global' };
  return { replicas: mode?.Replicated?.Replicas ?? 1 };
}

/** A parallelism of 0 is all tasks at once, and is not swarm's default. */
function updateOf(config: UpdateJson | null | undefined): Part | undefined {
  if (config == null) return undefined;
  return withoutEmpty({
    parallelism: config.Parallelism ?? 0,
    delay: durationText(config.Delay),
    failure_action: config.FailureAction,
    monitor: durationText(config.Monitor),
    max_failure_ratio: config.MaxFailureRatio === 0 ? undefined : config.MaxFailureRatio,
    order: config.Order,
  });
}

function amounts(of: AmountsJson | null | undefined): Part | undefined {
  if (of == null) return undefined;
  const part = withoutEmpty({
    cpus: cpusText(of.NanoCPUs),
    memory: sizeText(of.MemoryBytes),
    pids: of.Pids === 0 ? undefined : of.Pids,
  });
  return Object.keys(part).length === 0 ? undefined : part;
}
