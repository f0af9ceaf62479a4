// A throw-away swarm of one node: its own dockerd in its own namespaces, all its containers under one memory
// limit.
import type { ChildProcess } from 'node:child_process';
import type Docker from 'dockerode';
import { assert, present } from '../base/assert.js';
import { reasonOf, unlessLost, withDeadline } from '../base/deadline.js';
import type { FileLock } from '../base/file-lock.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { Engine } from '../trial/ports.js';
import { burdenOf, type Burden } from './burden.js';
import type { Cgroups } from './cgroups/cgroups.js';
import { clientFor, untilAnswering } from './client.js';
import { daemonLogOf, lastLogLines } from './daemon-log.js';
import { planEngine, readRecord, writeRecord, type EngineRecord } from './engine-record.js';
import { guardEngine, type Guarded } from './guarded.js';
import { hasIpvs } from './ipvs.js';
import { networkNamespacesOf, release, startChain } from './launch.js';
import { restartDaemon } from './restart-daemon.js';
import { childOf, tagOf, type ProcessTag } from './processes.js';
import { lackOfMemory } from './memory-room.js';
import { requirePrivateEngines } from './requirements.js';
import { initSwarm } from './swarm.js';
import { undoEngine } from './undo-engine.js';

export interface BootOptions {
  /** The envelope: memory that all containers of the engine share, in bytes. */
  readonly memoryBytes: number;
  readonly stateDir: string;
  /** Absolute path of the folder that its programs come from; by default those of this machine. */
  readonly programs?: string | null;
  /** Ends the boot, not the engine. */
  readonly signal: AbortSignal;
  /** Lets the engine outlive this process; false by default: it dies with it, however that ends. */
  readonly keep?: boolean;
}

export interface PrivateEngine extends Engine {
  readonly folder: string;
  /** Process 1 of its pid namespace. */
  readonly init: ProcessTag;
  readonly trialsBefore: () => number;
  /** One more trial was run on it. */
  readonly countTrial: () => void;
  /** What it carried as it was booted. */
  readonly fresh: Burden;
  /** Gives the envelope another size in bytes; throws when more than that is in use. */
  readonly resize: (memoryBytes: number) => void;
  /** Bytes of the envelope that its containers have not taken yet, though they may at any time. */
  readonly unusedBytes: () => number;
  /** Gives the page cache of its containers back to the machine. */
  readonly reclaim: () => Promise<void>;
  /** Ends and removes everything of the engine at once; safe to call more than once. */
  readonly destroy: () => Promise<void>;
}

/** The engine's processes as driftlab sees them. */
interface Chain {
  readonly launcher: ProcessTag;
  /** Aborts when they end, asked or not. */
  readonly ended: AbortSignal;
}

const bootMs = 30_000;

/**
 * Boots an engine and its swarm in about a second. Throws a LabError: `missing-tool` when this machine
 * cannot, `engine-boot` with the last lines of its log when it did not come up.
 */
export async function bootEngine(options: BootOptions): Promise<PrivateEngine> {
  const cgroups = requirePrivateEngines(options.programs);
  const lack = lackOfMemory({ envelopeBytes: options.memoryBytes, engines: 1 });
  if (lack !== null) throw lack;
  const { record: planned, hold } = planEngine(options);
  try {
    return await withDeadline(`booting engine ${planned.id}`, bootMs, options.signal, (signal) =>
      start(planned, { cgroups, hold }, signal),
    );
  } catch (error) {
    const log = lastLogLines(planned.folder);
    await undoEngine(readRecord(planned.folder) ?? planned).finally(hold.leave);
    if (options.signal.aborted) throw reasonOf(options.signal);
    throw new LabError('engine-boot', `engine ${planned.id} did not come up: ${messageOf(error)}${log}`, {
      hint: '`driftlab doctor` says what this machine lacks.',
      cause: error,
    });
  }
}

async function start(
  planned: EngineRecord,
  { cgroups, hold }: Pick<Parts, 'cgroups' | 'hold'>,
  signal: AbortSignal,
): Promise<PrivateEngine> {
  cgroups.create(planned.cgroup);
  cgroups.limit(planned.cgroup, planned.memoryBytes);
  const chain = launch(planned);
  const booting = AbortSignal.any([signal, chain.ended]);
  const docker = clientFor(planned.socketPath);
  await untilAnswering(docker, booting);
  const init = present(childOf(chain.launcher), 'init of the engine');
  const record: EngineRecord = { ...planned, launcher: chain.launcher, init };
  const guarded = guardEngine(record, init, chain.ended);
  writeRecord(record);
  try {
    return await unlessLost(guarded.lost, async () => {
      const nodeId = await initSwarm(docker, AbortSignal.any([booting, guarded.lost]));
      const { Version: version } = await docker.version();
      const fresh = burdenOf(init, present(guarded.daemon(), 'daemon of the engine'));
      return engineOf({ record, init, guarded, docker, nodeId, version, cgroups, hold, fresh });
    });
  } catch (error) {
    guarded.end();
    throw error;
  }
}

/** The launcher waits to be released until its pid is on disk. */
function launch(planned: EngineRecord): Chain {
  const child = startChain(planned, daemonLogOf(planned.folder));
  const ended = endOf(child, planned.id);
  const launcher = child.pid === undefined ? null : tagOf(child.pid);
  if (launcher === null) throw new LabError('engine-boot', 'its first process did not start');
  writeRecord({ ...planned, launcher });
  release(child);
  child.unref();
  return { launcher, ended };
}

function endOf(child: ChildProcess, id: string): AbortSignal {
  const ended = new AbortController();
  child.once('error', (cause) => {
    ended.abort(new LabError('engine-lost', `engine ${id} could not be started`, { cause }));
  });
  child.once('exit', (code, by) => {
    ended.abort(
      new LabError(
        'engine-lost',
        `the process of engine ${id} ended (${by ?? `exit code ${String(code)}`})`,
        {
          hint: 'See dockerd.log in its folder, and the kernel log.',
        },
      ),
    );
  });
  return ended.signal;
}

interface Parts {
  readonly record: EngineRecord;
  readonly init: ProcessTag;
  readonly guarded: Guarded;
  readonly docker: Docker;
  readonly nodeId: string;
  readonly version: string;
  readonly cgroups: Cgroups;
  readonly hold: FileLock;
  readonly fresh: Burden;
}

function engineOf({
  record,
  init,
  guarded,
  docker,
  nodeId,
  version,
  cgroups,
  hold,
  fresh,
}: Parts): PrivateEngine {
  let envelopeBytes = record.memoryBytes;
  let undone: Promise<void> | null = null;
  let trials = 0;
  return {
    id: record.id,
    folder: record.folder,
    socketPath: record.socketPath,
    docker,
    nodeId,
    version,
    init,
    programs: record.programs,
    daemon: guarded.daemon,
    trialsBefore: () => trials,
    countTrial: () => {
      trials++;
    },
    fresh,
    get envelopeBytes() {
      return envelopeBytes;
    },
    envelopeCgroup: cgroups.memoryFolder(record.cgroup),
    envelopeCpuCgroup: cgroups.cpuFolder(record.cgroup),
    cgroupVersion: cgroups.version,
    diskFolder: record.folder,
    networkNamespaces: networkNamespacesOf(init),
    sharesKernel: true,
    virtualIps: hasIpvs(),
    visit: null,
    daemonLog: daemonLogOf(record.folder),
    lost: guarded.lost,
    restartDaemon: (by, signal) => restartDaemon({ folder: record.folder, docker, guarded, by }, signal),
    isRestarting: guarded.isOpen,
    resize: (memoryBytes) => {
      assert(memoryBytes > 0, 'an envelope has a size');
      cgroups.limit(record.cgroup, memoryBytes);
      envelopeBytes = memoryBytes;
    },
    unusedBytes: () => cgroups.roomIn(cgroups.memoryFolder(record.cgroup)),
    reclaim: () => cgroups.reclaim(record.cgroup),
    destroy: () => {
      guarded.end();
      return (undone ??= undoEngine(record).finally(hold.leave));
    },
  };
}
