// A swarm under test, as everything that uses one knows it: the swarm, and the nodes that can be looked at.
import type Docker from 'dockerode';

/** The engine of one node of the swarm, with all that belongs to that node alone. */
export interface EngineNode {
  /** Swarm's id of the node. */
  readonly id: string;
  /** Its host name. */
  readonly name: string;
  readonly docker: Docker;
  /** Path of its engine's socket. */
  readonly socketPath: string;
  /** Process id and start time of dockerd, read anew at each call; null where the lab did not start it. */
  readonly daemon: () => string | null;
  /** Process 1 of its own process tree, as `pid@start time`; null where the lab did not start it. */
  readonly init: string | null;
  /** The debug log of its engine; null where the lab did not start it. */
  readonly daemonLog: string | null;
  /** Folder of the envelope's memory cgroup on this machine; null where there is none. */
  readonly envelopeCgroup: string | null;
  /** Folder where its processor time is accounted; null where there is none. */
  readonly envelopeCpuCgroup: string | null;
  /** Folder on this machine in which it keeps all that it writes; null where the lab does not know it. */
  readonly diskFolder: string | null;
  /**
   * Folder on this machine with a file for each network namespace that its engine made: `1-` and the first
   * ten characters of an overlay network's id for its bridge on this node. Null where the lab did not start
   * it.
   */
  readonly networkNamespaces: string | null;
  /** Whether its containers run under the kernel of this machine, whose log then tells of them. */
  readonly sharesKernel: boolean;
  /**
   * Has its daemon end by this signal and start again; resolves when it answers. Missing where the lab did
   * not start it.
   */
  readonly restartDaemon?: (by: 'SIGTERM' | 'SIGKILL', signal: AbortSignal) => Promise<void>;
  /** Whether that goes on, so that it answers nobody for a while. */
  readonly isRestarting?: () => boolean;
}

/** A swarm under test. */
export interface Engine {
  readonly id: string;
  /**
   * The nodes that are watched; the first is the manager that the swarm is asked through. All of them on an
   * engine of the lab's own; of a swarm that exists already the one whose engine was named.
   */
  readonly nodes: readonly [EngineNode, ...EngineNode[]];
  /** Client of the first node. */
  readonly docker: Docker;
  /** Socket of the first node. */
  readonly socketPath: string;
  readonly version: string;
  /**
   * Folder that its programs come from, and the docker command for it where the folder has one; null: what
   * this machine has.
   */
  readonly programs: string | null;
  /** Trials that it has run before in this campaign; null where the lab did not start it. */
  readonly trialsBefore: () => number | null;
  /** Memory that all containers of a node share; null where there is no envelope. */
  readonly envelopeBytes: number | null;
  readonly cgroupVersion: 1 | 2 | null;
  /**
   * Whether virtual IPs of services answer; taken for granted on an engine that is not the lab's, which is
   * left as it is.
   */
  readonly virtualIps: boolean;
  /**
   * On an engine that is not the lab's, where loads run as services: the label `driftlab.visit` of what the
   * lab puts there; else null.
   */
  readonly visit: string | null;
  /** Aborts with an `engine-lost` LabError when a node of the engine ends unasked. */
  readonly lost: AbortSignal;
}
