// One node of a private engine: a dockerd in namespaces of its own, all its containers under one memory
// limit.
import { hostname } from 'node:os';
import type Docker from 'dockerode';
import { present } from '../base/assert.js';
import { unlessLost } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import type { EngineNode } from '../trial/ports.js';
import { burdenOf, type Burden } from './burden.js';
import type { Cgroups } from './cgroups/cgroups.js';
import { clientFor, untilAnswering } from './client.js';
import { daemonLogOf } from './daemon-log.js';
import type { EngineRecord, NodeRecord } from './engine-record.js';
import { guardEngine, type Guarded } from './guarded.js';
import { networkNamespacesOf, startChain } from './launch.js';
import { childOf, tagOf, type ProcessTag } from './processes.js';
import { restartDaemon } from './restart-daemon.js';
import { endOf, release } from './waiting.js';

/** A node that answers, and belongs to no swarm yet. */
export interface StartedNode {
  readonly record: NodeRecord;
  readonly init: ProcessTag;
  readonly docker: Docker;
  readonly guarded: Guarded;
}

export interface PrivateNode extends EngineNode {
  readonly record: NodeRecord;
  readonly init: ProcessTag;
  /** What it carried as it was booted. */
  readonly fresh: Burden;
}

export interface NodeStart {
  readonly engine: EngineRecord;
  /** Its place among the nodes of the engine. */
  readonly index: number;
  readonly cgroups: Cgroups;
  /** Puts more of it on record, at once. */
  readonly note: (more: Partial<NodeRecord>) => void;
}

/** Throws a LabError where it does not come up. */
export async function startNode(
  { engine, index, cgroups, note }: NodeStart,
  signal: AbortSignal,
): Promise<StartedNode> {
  const record = present(engine.nodes[index], 'node of the engine');
  const called = record.name === null ? `engine ${engine.id}` : `${record.name} of engine ${engine.id}`;
  cgroups.create(record.cgroup);
  cgroups.limit(record.cgroup, engine.memoryBytes);
  const child = startChain({ engine, node: record, index });
  const ended = endOf(child, called);
  const launcher = child.pid === undefined ? null : tagOf(child.pid);
  if (launcher === null) throw new LabError('engine-boot', 'its first process did not start');
  note({ launcher });
  release(child);
  child.unref();
  const docker = clientFor(record.socketPath);
  await unlessLost(ended, () => untilAnswering(docker, AbortSignal.any([signal, ended])));
  const init = present(childOf(launcher), 'init of the node');
  const guarded = guardEngine({ called, socketPath: record.socketPath }, init, ended);
  note({ init });
  return { record: { ...record, launcher, init }, init, docker, guarded };
}

/** The node as everybody knows it, once it is part of the swarm. */
export function nodeOf(
  { record, init, docker, guarded }: StartedNode,
  id: string,
  cgroups: Cgroups,
): PrivateNode {
  return {
    record,
    id,
    name: record.name ?? hostname(),
    docker,
    socketPath: record.socketPath,
    daemon: guarded.daemon,
    init,
    fresh: burdenOf(init, present(guarded.daemon(), 'daemon of the node')),
    daemonLog: daemonLogOf(record.folder),
    envelopeCgroup: cgroups.memoryFolder(record.cgroup),
    envelopeCpuCgroup: cgroups.cpuFolder(record.cgroup),
    diskFolder: record.folder,
    networkNamespaces: networkNamespacesOf(init),
    sharesKernel: true,
    restartDaemon: (by, signal) => restartDaemon({ node: record, docker, guarded, by }, signal),
    isRestarting: guarded.isOpen,
  };
}
