// The chain of programs that makes a node: launcher -> namespaces -> init -> keeper -> dockerd. Killing any
// link ends all below it.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../base/assert.js';
import { daemonLogOf } from './daemon-log.js';
import { markOf } from './engine-mark.js';
import type { EngineRecord, NodeRecord } from './engine-record.js';
import { childOf, pidOf, type ProcessTag } from './processes.js';
import { bridge, networkOf, portOf } from './switch.js';
import { findTool, searchPath } from './tools.js';
import { waiting, withLauncher } from './waiting.js';

/** Runs as process 1 of the new namespaces: its own /run keeps engines out of each other's state. */
const insideNamespaces = `set -e
${withLauncher}
ip link set lo up
if [ -n "$1" ]; then
  echo "$1" > /proc/sys/kernel/hostname
  ip link add eth0 type veth peer name "$1" netns /proc/self/fd/3
  nsenter --net=/proc/self/fd/3 ip link set "$1" master ${bridge} up
  ip addr add "$2" dev eth0
  ip link set eth0 up
fi
shift 2
exec 3<&-
mount -t tmpfs -o mode=755 driftlab /run
mkdir /run/netns /run/docker
exec "$@"`;

/**
 * Starts the daemon anew where it ended while the file of its first argument is there; however else it ends,
 * the engine ends with it.
 */
const keeper = 'while "$@"; code=$?; [ -e "$0" ]; do rm "$0"; done; exit "$code"';

/** Where the engine keeps its network namespaces, seen from outside of its mounts. */
export function networkNamespacesOf(init: ProcessTag): string {
  return `/proc/${String(pidOf(init))}/root/run/docker/netns`;
}

/** Is there while the daemon is to end and to be started again. */
export function restartFileOf(folder: string): string {
  return join(folder, 'restart');
}

/** What starts the daemon below the engine's init; null when there is none. */
export function keeperUnder(init: ProcessTag): ProcessTag | null {
  return childOf(init, 'sh');
}

/** The daemon below the engine's init as it runs now; null when there is none. */
export function daemonUnder(init: ProcessTag): ProcessTag | null {
  const keeping = keeperUnder(init);
  return keeping === null ? null : childOf(keeping, 'dockerd');
}

/** A node to be started. */
export interface Launch {
  readonly engine: Pick<EngineRecord, 'folder' | 'programs' | 'keep' | 'switch'>;
  readonly node: NodeRecord;
  /** Its place among the nodes of the engine. */
  readonly index: number;
}

/** Starts the waiting launcher; `release` lets it go on. Its messages go into the daemon's log. */
export function startChain(launch: Launch): ChildProcess {
  const { engine, node } = launch;
  const [program, ...args] = chain(launch);
  const log = openSync(daemonLogOf(node.folder), 'a');
  const network = openSync(engine.switch === null ? '/dev/null' : networkOf(engine.switch), 'r');
  try {
    return spawn(program, args, {
      cwd: node.folder,
      // Shims leave files of probes that were cut short where programs put what is temporary.
      env: {
        PATH: searchPath(engine.programs),
        HOME: node.folder,
        TMPDIR: node.folder,
        ...markOf(engine),
      },
      stdio: ['pipe', log, log, network],
      detached: true,
    });
  } finally {
    closeSync(log);
    closeSync(network);
  }
}

function chain({ engine, node, index }: Launch): readonly [string, ...string[]] {
  const namespaces = [
    'unshare',
    '--net',
    '--mount',
    '--uts',
    '--ipc',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
  ];
  const init = present(findTool(['docker-init', 'tini'], engine.programs), 'init');
  return waiting(engine.keep, [
    ...namespaces,
    'sh',
    '-c',
    insideNamespaces,
    'driftlab-engine',
    ...(engine.switch === null ? ['', ''] : portOf(node, index)),
    init,
    '--',
    'sh',
    '-c',
    keeper,
    restartFileOf(node.folder),
    ...daemonCommand(node),
  ]);
}

/** An own, empty configuration file, so that the host's daemon.json has no say. */
function daemonCommand(node: NodeRecord): readonly string[] {
  const config = join(node.folder, 'daemon.json');
  writeFileSync(config, '{}\n');
  return [
    'dockerd',
    '--debug',
    '--config-file',
    config,
    '--data-root',
    join(node.folder, 'data'),
    '--exec-root',
    '/run/docker',
    '--pidfile',
    '/run/docker.pid',
    '--host',
    `unix://${node.socketPath}`,
    '--exec-opt',
    'native.cgroupdriver=cgroupfs',
    '--cgroup-parent',
    `/${node.cgroup}`,
    '--userland-proxy=false',
  ];
}
