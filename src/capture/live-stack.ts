// A stack as it stands on a swarm: what a capture is made of. It is read by somebody else; here is only what
// was read.
import type { HealthJson, LiveServiceJson, LiveTaskJson } from './engine-json.js';

export interface LiveStack {
  readonly name: string;
  /** ISO 8601. */
  readonly takenAt: string;
  readonly engine: { readonly version: string; readonly nodes: number };
  readonly services: readonly LiveService[];
  readonly networks: readonly LiveNetwork[];
  /** Those that a version of a service names and that the swarm still has. */
  readonly configs: readonly LiveConfig[];
  /** Those that the engine which answered has. */
  readonly images: readonly LiveImage[];
  /** Of tasks that ran on the engine which answered, and of which it still has the container. */
  readonly containers: readonly LiveContainer[];
  /** Memory that tasks of the stack could still take; null where that cannot be seen from here. */
  readonly freeBytes: number | null;
}

export interface LiveService {
  readonly json: LiveServiceJson;
  /** Those that swarm still remembers. */
  readonly tasks: readonly LiveTaskJson[];
}

export interface LiveNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly attachable: boolean;
  readonly internal: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Those that somebody chose; swarm gives a network one where nobody does. */
  readonly subnets: readonly string[];
  readonly hasIpv6: boolean;
  /** The stack that made it; null of one that a stack takes as given. */
  readonly stack: string | null;
}

export interface LiveConfig {
  readonly id: string;
  readonly name: string;
  /** Null where the bytes are no text. */
  readonly text: string | null;
  /** `golang` where swarm puts values into it; else null. */
  readonly templating: string | null;
}

export interface LiveImage {
  readonly id: string;
  /** As services name it. */
  readonly references: readonly string[];
  readonly bytes: number;
  /** The health check that it brings along; null where it has none. */
  readonly health: HealthJson | null;
}

/** Times are ISO 8601; null where it has not come to that, or where nobody could look. */
export interface LiveContainer {
  readonly taskId: string;
  /** Of the image that it was made of. */
  readonly imageId: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Without what the kernel gives back by itself; null of one that does not run. */
  readonly memoryBytes: number | null;
  readonly killedForMemory: boolean;
}
