// Makes a swarm of the nodes, one that forgets nothing.
import type Docker from 'dockerode';
import { present } from '../base/assert.js';
import type { NodeRecord } from './engine-record.js';
import { addressOf } from './switch.js';

interface Member {
  readonly docker: Docker;
  readonly record: NodeRecord;
}

const port = 2377;

/**
 * Initialises the swarm at the first node, has the others join it, and gives the ids of all in their order.
 */
export async function makeSwarm(members: readonly Member[], signal: AbortSignal): Promise<readonly string[]> {
  const [first, ...others] = members;
  const { docker } = present(first, 'first node');
  const firstId = await initSwarm(docker, members.length === 1 ? '127.0.0.1' : addressOf(0), signal);
  const ids = [firstId];
  // One after the other: a manager that joins while another does is refused for a moment.
  for (const [index, { docker: own, record }] of others.entries()) {
    await join(docker, own, { role: record.role, address: addressOf(index + 1), signal });
    ids.push(await idOf(own));
  }
  for (const [index, { record }] of members.entries())
    if (Object.keys(record.labels).length > 0)
      await label(docker, present(ids[index], 'id of the node'), record.labels);
  return ids;
}

/**
 * Gives the node's id. A negative task history keeps every task record: the default of five a slot loses the
 * task that caused a rollback within seconds (swarmkit, orchestrator/taskreaper/task_reaper.go).
 */
async function initSwarm(docker: Docker, address: string, signal: AbortSignal): Promise<string> {
  const nodeId: unknown = await docker.swarmInit({
    ListenAddr: `${address}:${String(port)}`,
    AdvertiseAddr: address,
    Spec: { Orchestration: { TaskHistoryRetentionLimit: -1 } },
    abortSignal: signal,
  });
  return String(nodeId);
}

interface Joining {
  readonly role: NodeRecord['role'];
  readonly address: string;
  readonly signal: AbortSignal;
}

async function join(first: Docker, own: Docker, { role, address, signal }: Joining): Promise<void> {
  const { JoinTokens: tokens } = (await first.swarmInspect()) as {
    readonly JoinTokens: { readonly Manager: string; readonly Worker: string };
  };
  await own.swarmJoin({
    ListenAddr: `${address}:${String(port)}`,
    AdvertiseAddr: address,
    RemoteAddrs: [`${addressOf(0)}:${String(port)}`],
    JoinToken: role === 'manager' ? tokens.Manager : tokens.Worker,
    abortSignal: signal,
  });
}

async function idOf(docker: Docker): Promise<string> {
  const { Swarm } = (await docker.info()) as { readonly Swarm: { readonly NodeID: string } };
  return Swarm.NodeID;
}

async function label(docker: Docker, id: string, labels: NodeRecord['labels']): Promise<void> {
  const node = docker.getNode(id);
  const { Version, Spec } = (await node.inspect()) as {
    readonly Version: { readonly Index: number };
    readonly Spec: Readonly<Record<string, unknown>>;
  };
  await node.update({ ...Spec, version: Version.Index, Labels: labels });
}
