// The engine's JSON of services and their tasks, as much of it as a compose file can say. Source: moby
// api/types/swarm. Parts without a value are left out or null, by the version of the engine.

export type Maybe<T> = T | null | undefined;

export interface LiveServiceJson {
  readonly ID: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly Spec: SpecJson;
  readonly PreviousSpec?: Maybe<SpecJson>;
  readonly UpdateStatus?: Maybe<{ readonly State?: string; readonly StartedAt?: string }>;
}

export interface SpecJson {
  readonly Name: string;
  readonly Labels?: Maybe<Readonly<Record<string, string>>>;
  readonly TaskTemplate: TemplateJson;
  readonly Mode?: Maybe<ModeJson>;
  readonly UpdateConfig?: Maybe<UpdateJson>;
  readonly RollbackConfig?: Maybe<UpdateJson>;
  /** As older clients said it; of the template today. */
  readonly Networks?: Maybe<readonly AttachmentJson[]>;
  readonly EndpointSpec?: Maybe<{ readonly Mode?: string; readonly Ports?: Maybe<readonly PortJson[]> }>;
}

export interface ModeJson {
  readonly Replicated?: Maybe<{ readonly Replicas?: number }>;
  readonly Global?: unknown;
  readonly ReplicatedJob?: Maybe<{
    readonly MaxConcurrent?: number;
    readonly TotalCompletions?: number;
  }>;
  readonly GlobalJob?: unknown;
}

/** Durations are in nanoseconds. */
export interface UpdateJson {
  readonly Parallelism?: number;
  readonly Delay?: number;
  readonly FailureAction?: string;
  readonly Monitor?: number;
  readonly MaxFailureRatio?: number;
  readonly Order?: string;
}

export interface PortJson {
  readonly Protocol?: string;
  readonly TargetPort?: number;
  readonly PublishedPort?: number;
  readonly PublishMode?: string;
}

/** Of a service, and of a task made from it. */
export interface TemplateJson {
  readonly ContainerSpec?: Maybe<ContainerJson>;
  readonly Resources?: Maybe<{
    readonly Limits?: Maybe<AmountsJson>;
    readonly Reservations?: Maybe<AmountsJson>;
  }>;
  readonly RestartPolicy?: Maybe<{
    readonly Condition?: string;
    readonly Delay?: number;
    readonly MaxAttempts?: number;
    readonly Window?: number;
  }>;
  readonly Placement?: Maybe<{
    readonly Constraints?: Maybe<readonly string[]>;
    readonly Preferences?: Maybe<
      readonly { readonly Spread?: Maybe<{ readonly SpreadDescriptor: string }> }[]
    >;
    readonly MaxReplicas?: number;
  }>;
  readonly Networks?: Maybe<readonly AttachmentJson[]>;
  readonly LogDriver?: Maybe<LoggerJson>;
  readonly Runtime?: string;
  /** Counts the updates that were asked for by force. */
  readonly ForceUpdate?: number;
}

export interface LoggerJson {
  readonly Name?: string;
  readonly Options?: Maybe<Readonly<Record<string, string>>>;
}

export interface AmountsJson {
  readonly NanoCPUs?: number;
  readonly MemoryBytes?: number;
  readonly Pids?: number;
  readonly GenericResources?: Maybe<readonly unknown[]>;
}

export interface AttachmentJson {
  /** Id of the network. */
  readonly Target: string;
  readonly Aliases?: Maybe<readonly string[]>;
  readonly DriverOpts?: Maybe<Readonly<Record<string, string>>>;
}

export interface HealthJson {
  readonly Test?: Maybe<readonly string[]>;
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly Retries?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
}

export interface MountJson {
  readonly Type?: string;
  readonly Source?: string;
  readonly Target?: string;
  readonly ReadOnly?: boolean;
  readonly VolumeOptions?: Maybe<{
    readonly NoCopy?: boolean;
    readonly Subpath?: string;
    readonly Labels?: Maybe<Readonly<Record<string, string>>>;
    readonly DriverConfig?: Maybe<{
      readonly Name?: string;
      readonly Options?: Maybe<Readonly<Record<string, string>>>;
    }>;
  }>;
  readonly TmpfsOptions?: Maybe<{ readonly SizeBytes?: number; readonly Mode?: number }>;
}

export interface FileJson {
  readonly Name?: string;
  readonly UID?: string;
  readonly GID?: string;
  readonly Mode?: number;
}

export interface ContainerJson {
  readonly Image?: string;
  readonly Labels?: Maybe<Readonly<Record<string, string>>>;
  readonly Command?: Maybe<readonly string[]>;
  readonly Args?: Maybe<readonly string[]>;
  readonly Hostname?: string;
  readonly Env?: Maybe<readonly string[]>;
  readonly Dir?: string;
  readonly User?: string;
  readonly TTY?: boolean;
  readonly OpenStdin?: boolean;
  readonly ReadOnly?: boolean;
  readonly Init?: Maybe<boolean>;
  readonly StopSignal?: string;
  readonly StopGracePeriod?: Maybe<number>;
  readonly Healthcheck?: Maybe<HealthJson>;
  readonly Hosts?: Maybe<readonly string[]>;
  readonly DNSConfig?: Maybe<{
    readonly Nameservers?: Maybe<readonly string[]>;
    readonly Search?: Maybe<readonly string[]>;
    readonly Options?: Maybe<readonly string[]>;
  }>;
  readonly Mounts?: Maybe<readonly MountJson[]>;
  readonly Configs?: Maybe<
    readonly {
      readonly ConfigID: string;
      readonly ConfigName: string;
      readonly File?: Maybe<FileJson>;
    }[]
  >;
  readonly Secrets?: Maybe<readonly { readonly SecretName: string; readonly File?: Maybe<FileJson> }[]>;
  readonly Sysctls?: Maybe<Readonly<Record<string, string>>>;
  readonly CapabilityAdd?: Maybe<readonly string[]>;
  readonly CapabilityDrop?: Maybe<readonly string[]>;
  readonly Ulimits?: Maybe<
    readonly { readonly Name: string; readonly Hard: number; readonly Soft: number }[]
  >;
  readonly OomScoreAdj?: number;
}

export interface LiveTaskJson {
  readonly ID: string;
  readonly CreatedAt: string;
  readonly ServiceID: string;
  readonly NodeID?: string;
  readonly DesiredState: string;
  readonly Spec: TemplateJson;
  readonly Status: {
    readonly Timestamp: string;
    readonly State: string;
    readonly Err?: string;
    readonly ContainerStatus?: Maybe<{ readonly ContainerID?: string; readonly ExitCode?: number }>;
  };
}
