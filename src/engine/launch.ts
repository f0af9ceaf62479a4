// The chain of programs that makes an engine: launcher -> namespaces -> init -> keeper -> dockerd. Killing
// any link ends all below it.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../base/assert.js';
import type { EngineRecord } from './engine-record.js';
import { childOf, pidOf, type ProcessTag } from './processes.js';
import { findTool, searchPath } from './tools.js';

/** Starts nothing before it is told to, and nothing at all when driftlab died before telling it. */
const launcher = 'read -r word && [ "$word" = go ] || exit 1; exec "$@" </dev/null';

/** Runs as process 1 of the new namespaces: its own /run keeps engines out of each other's state. */
const insideNamespaces = `set -e
ip link set lo up
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

/** The daemon below the engine's init as it runs now; null when there is none. */
export function daemonUnder(init: ProcessTag): ProcessTag | null {
  const keeping = childOf(init, 'sh');
  return keeping === null ? null : childOf(keeping, 'dockerd');
}

/** Starts the waiting launcher; `release` lets it go on. Its messages go into the daemon's log. */
export function startChain(record: EngineRecord, daemonLog: string): ChildProcess {
  const [program, ...args] = chain(record);
  const log = openSync(daemonLog, 'a');
  try {
    return spawn(present(program, 'first program of the chain'), args, {
      cwd: record.folder,
      env: { PATH: searchPath(record.programs), HOME: record.folder },
      stdio: ['pipe', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

/** Tells the launcher to go on. */
export function release(child: ChildProcess): void {
  const input = present(child.stdin, 'standard input of the launcher');
  input.on('error', () => undefined); // a launcher that died shows in the child's exit
  input.end('go\n');
}

function chain(record: EngineRecord): readonly string[] {
  const dieWithParent = record.keep ? [] : ['setpriv', '--pdeathsig', 'KILL'];
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
  const init = present(findTool(['docker-init', 'tini'], record.programs), 'init');
  return [
    ...dieWithParent,
    'sh',
    '-c',
    launcher,
    'driftlab-engine',
    ...namespaces,
    'sh',
    '-c',
    insideNamespaces,
    'driftlab-engine',
    init,
    '--',
    'sh',
    '-c',
    keeper,
    restartFileOf(record.folder),
    ...daemonCommand(record),
  ];
}

/** An own, empty configuration file, so that the host's daemon.json has no say. */
function daemonCommand(record: EngineRecord): readonly string[] {
  const config = join(record.folder, 'daemon.json');
  writeFileSync(config, '{}\n');
  return [
    'dockerd',
    '--debug',
    '--config-file',
    config,
    '--data-root',
    join(record.folder, 'data'),
    '--exec-root',
    '/run/docker',
    '--pidfile',
    '/run/docker.pid',
    '--host',
    `unix://${record.socketPath}`,
    '--exec-opt',
    'native.cgroupdriver=cgroupfs',
    '--cgroup-parent',
    `/${record.cgroup}`,
    '--userland-proxy=false',
  ];
}
