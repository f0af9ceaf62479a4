// What a stack is, as docker merges it from its compose files: only what a question about updates can rest
// on. Null is what no file writes; swarm's defaults are filled in by policy.ts, so that what is written can
// be told from what is meant.
import type { Node } from './node.js';
import type { Place, Placed } from './place.js';

export type Text = Placed<string> | null;
export type Amount = Placed<number> | null;

export interface Stack {
  readonly services: ReadonlyMap<string, Service>;
  readonly networks: ReadonlyMap<string, Resource>;
  readonly volumes: ReadonlyMap<string, Resource>;
  readonly configs: ReadonlyMap<string, Resource>;
  readonly secrets: ReadonlyMap<string, Resource>;
  /** As the first file writes it. */
  readonly version: Text;
}

/** A network, volume, config or secret. */
export interface Resource {
  readonly place: Place;
  /** Folder or file of the node that a volume of the local driver binds; null of every other thing. */
  readonly device: Text;
  readonly name: Text;
  readonly file: Text;
  readonly driver: Text;
  /** Names of what is asked of the driver. */
  readonly driverOptions: readonly string[];
  readonly labels: Pairs;
  readonly external: boolean;
}

export interface Service {
  readonly name: string;
  readonly place: Place;
  /** As each of the files writes it, whole. */
  readonly written: readonly Node[];
  readonly image: Text;
  readonly command: readonly Placed<string>[];
  readonly entrypoint: readonly Placed<string>[];
  readonly environment: Pairs;
  /** Files from which more of it comes. */
  readonly envFiles: readonly Placed<string>[];
  /** Of the containers; `deploy.labels` are the service's. */
  readonly containerLabels: Pairs;
  readonly labels: Pairs;
  readonly mode: Text;
  readonly replicas: Amount;
  readonly endpointMode: Text;
  readonly update: UpdateConfig | null;
  readonly rollback: UpdateConfig | null;
  readonly restart: RestartPolicy | null;
  /** `restart:` of the service itself, which counts where there is no restart policy. */
  readonly restartWord: Text;
  readonly memoryLimit: Amount;
  readonly memoryReservation: Amount;
  readonly constraints: readonly Placed<string>[];
  readonly maxPerNode: Amount;
  readonly ports: readonly Port[];
  readonly mounts: readonly Mount[];
  readonly health: Healthcheck | null;
  readonly stopGraceMs: Amount;
  readonly networks: ReadonlyMap<string, Place>;
  readonly configs: ReadonlyMap<string, Place>;
  readonly secrets: ReadonlyMap<string, Place>;
}

export type Pairs = ReadonlyMap<string, Placed<string | null>>;

export interface UpdateConfig {
  readonly place: Place;
  readonly parallelism: Amount;
  readonly delayMs: Amount;
  readonly monitorMs: Amount;
  readonly maxFailureRatio: Amount;
  readonly failureAction: Text;
  readonly order: Text;
}

export interface RestartPolicy {
  readonly place: Place;
  readonly condition: Text;
  readonly delayMs: Amount;
  readonly maxAttempts: Amount;
  readonly windowMs: Amount;
}

export interface Healthcheck {
  readonly place: Place;
  readonly disabled: Placed<boolean> | null;
  /** As docker has it, with CMD or CMD-SHELL first. */
  readonly test: readonly Placed<string>[];
  readonly intervalMs: Amount;
  readonly timeoutMs: Amount;
  readonly retries: Amount;
  readonly startPeriodMs: Amount;
  readonly startIntervalMs: Amount;
}

export interface Port {
  readonly place: Place;
  /** Null where the engine chooses. */
  readonly published: number | null;
  readonly target: number;
  readonly protocol: string;
  readonly mode: string;
}

export interface Mount {
  readonly place: Place;
  readonly type: string;
  /** Null of an anonymous volume. */
  readonly source: string | null;
  readonly target: string;
  readonly readOnly: boolean;
}
