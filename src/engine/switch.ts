// What joins the nodes of an engine: a bridge in a network namespace of its own, so that nothing is added to
// the machine's network, with a port for each node. It leads nowhere else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { present } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import { markOf } from './engine-mark.js';
import type { EngineRecord, NodeRecord } from './engine-record.js';
import { pidOf, tagOf, type ProcessTag } from './processes.js';
import { searchPath } from './tools.js';
import { endOf, release, waiting } from './waiting.js';

/** Name of the bridge. */
export const bridge = 'switch';

/** Its standard output ends when it is ready; it stays until it is killed. */
const program = `ip link add ${bridge} type bridge
ip link set ${bridge} up
exec sleep infinity >/dev/null`;

export interface Switch {
  readonly process: ProcessTag;
  /** Aborts when it ends, asked or not. */
  readonly ended: AbortSignal;
}

/**
 * `note` puts its process on record before it makes anything. Throws `engine-boot` where it does not come up.
 */
export async function startSwitch(
  engine: EngineRecord,
  note: (process: ProcessTag) => void,
  signal: AbortSignal,
): Promise<Switch> {
  const { id, programs, keep, folder } = engine;
  const [first, ...rest] = waiting(keep, ['unshare', '--net', 'sh', '-ec', program]);
  const child = spawn(first, rest, {
    cwd: folder,
    env: { PATH: searchPath(programs), ...markOf(engine) },
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const ended = endOf(child, `the network of engine ${id}`);
  const tag = child.pid === undefined ? null : tagOf(child.pid);
  if (tag === null) throw new LabError('engine-boot', 'the network between its nodes was not started');
  note(tag);
  const ready = once(present(child.stdout, 'its output').resume(), 'end', { signal });
  release(child);
  child.unref();
  await ready;
  if (tagOf(pidOf(tag)) !== tag)
    throw new LabError('engine-boot', 'the network between its nodes did not come up');
  return { process: tag, ended };
}

/** File of its network namespace, for who opens it. */
export function networkOf(process: ProcessTag): string {
  return `/proc/${String(pidOf(process))}/ns/net`;
}

/** A node's port on it, which is the node's host name, and its address with the length of the prefix. */
export function portOf({ name }: NodeRecord, index: number): readonly [string, string] {
  return [name ?? '', `${addressOf(index)}/24`];
}

/** Of the addresses set aside for measuring networks (RFC 2544): no app expects anybody else there. */
export function addressOf(index: number): string {
  return `198.18.0.${String(index + 1)}`;
}
