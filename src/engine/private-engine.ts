// A throw-away swarm: a dockerd for each node in namespaces of its own, and one manager that the lab asks.
import { assert, present } from '../base/assert.js';
import { reasonOf, unlessLost, withDeadline } from '../base/deadline.js';
import type { FileLock } from '../base/file-lock.js';
import { LabError, messageOf } from '../base/lab-error.js';
import { nodesOf, type NodeSettings } from '../scenario/engine-nodes.js';
import type { Engine } from '../trial/ports.js';
import type { Cgroups } from './cgroups/cgroups.js';
import { lastLogLines } from './daemon-log.js';
import {
  planEngine,
  readRecord,
  withNode,
  writeRecord,
  type EngineRecord,
  type NodeRecord,
} from './engine-record.js';
import { hasIpvs } from './ipvs.js';
import { lackOfMemory } from './memory-room.js';
import { nodeOf, startNode, type NodeStart, type PrivateNode, type StartedNode } from './private-node.js';
import { requirePrivateEngines } from './requirements.js';
import { makeSwarm } from './swarm.js';
import { startSwitch, type Switch } from './switch.js';
import { undoEngine } from './undo-engine.js';

export interface BootOptions {
  /** The envelope: memory that all containers of a node share, in bytes. */
  readonly memoryBytes: number;
  /** The first is a manager; by default it is alone. */
  readonly nodes?: readonly NodeSettings[];
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
  readonly nodes: readonly [PrivateNode, ...PrivateNode[]];
  readonly trialsBefore: () => number;
  /** One more trial was run on it. */
  readonly countTrial: () => void;
  /** Of each node, in bytes. */
  readonly envelopeBytes: number;
  /** Gives the envelope of each node another size in bytes; throws when more than that is in use. */
  readonly resize: (memoryBytes: number) => void;
  /** Bytes of the envelopes that containers have not taken yet, though they may at any time. */
  readonly unusedBytes: () => number;
  /** Gives the page cache of its containers back to the machine. */
  readonly reclaim: () => Promise<void>;
  /** Ends and removes everything of the engine at once; safe to call more than once. */
  readonly destroy: () => Promise<void>;
}

const bootMs = 30_000;
/** Several daemons share the processors, and each node joins the swarm after the one before. */
const moreMsPerNode = 15_000;

/**
 * Boots an engine and its swarm: in about a second, and two or three more for each further node. Throws a
 * LabError: `missing-tool` when this machine cannot, `engine-boot` with the last lines of its log when it did
 * not come up.
 */
export async function bootEngine(options: BootOptions): Promise<PrivateEngine> {
  const { memoryBytes, nodes = nodesOf() } = options;
  assert(nodes[0]?.role === 'manager', 'the first node of a swarm manages it');
  const cgroups = requirePrivateEngines(options.programs);
  const lack = lackOfMemory({ envelopeBytes: memoryBytes, nodes: nodes.length, engines: 1 });
  if (lack !== null) throw lack;
  const { record: planned, hold } = planEngine(options);
  const limitMs = bootMs + (nodes.length - 1) * moreMsPerNode;
  try {
    return await withDeadline(`booting engine ${planned.id}`, limitMs, options.signal, (signal) =>
      start(planned, { cgroups, hold }, signal),
    );
  } catch (error) {
    const log = planned.nodes.map(({ folder }) => lastLogLines(folder)).join('');
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
  let record = planned;
  const note = (now: EngineRecord): void => {
    record = now;
    writeRecord(now);
  };
  const wire = planned.nodes.length === 1 ? null : await joinUp(planned, note, signal);
  const engine = record;
  const begun: StartedNode[] = [];
  try {
    const starts = engine.nodes.map((_, index) => ({
      engine,
      index,
      cgroups,
      note: (more: Partial<NodeRecord>) => {
        note(withNode(record, index, more));
      },
    }));
    begun.push(...(await startAll(starts, signal)));
    const lost = AbortSignal.any([
      ...begun.map(({ guarded }) => guarded.lost),
      ...(wire === null ? [] : [wire.ended]),
    ]);
    return await unlessLost(lost, async () => {
      const ids = await makeSwarm(begun, AbortSignal.any([signal, lost]));
      const [first, ...others] = begun.map((node, index) =>
        nodeOf(node, present(ids[index], 'id of the node'), cgroups),
      );
      const nodes = [present(first, 'first node'), ...others] as const;
      const { Version: version } = await nodes[0].docker.version();
      return engineOf({ record, nodes, begun, lost, version, cgroups, hold });
    });
  } catch (error) {
    for (const node of begun) node.guarded.end();
    throw error;
  }
}

function joinUp(
  planned: EngineRecord,
  note: (now: EngineRecord) => void,
  signal: AbortSignal,
): Promise<Switch> {
  return startSwitch(
    planned,
    (process) => {
      note({ ...planned, switch: process });
    },
    signal,
  );
}

/** All of them, or none: where one does not come up the others are given up. */
async function startAll(starts: readonly NodeStart[], signal: AbortSignal): Promise<readonly StartedNode[]> {
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  const begun: StartedNode[] = [];
  await Promise.allSettled(
    starts.map(async (one, at) => {
      try {
        begun[at] = await startNode(one, both);
      } catch (error) {
        failed.abort(error);
      }
    }),
  );
  if (!failed.signal.aborted) return begun;
  for (const { guarded } of Object.values(begun)) guarded.end();
  throw failed.signal.reason;
}

interface Parts {
  readonly record: EngineRecord;
  readonly nodes: PrivateEngine['nodes'];
  readonly begun: readonly StartedNode[];
  readonly lost: AbortSignal;
  readonly version: string;
  readonly cgroups: Cgroups;
  readonly hold: FileLock;
}

function engineOf({ record, nodes, begun, lost, version, cgroups, hold }: Parts): PrivateEngine {
  const [{ docker, socketPath }] = nodes;
  const names = record.nodes.map(({ cgroup }) => cgroup);
  let envelopeBytes = record.memoryBytes;
  let undone: Promise<void> | null = null;
  let trials = 0;
  // What ends from here on is asked for, and no loss.
  const unasked = new AbortController();
  const onLost = (): void => {
    unasked.abort(lost.reason);
  };
  lost.addEventListener('abort', onLost, { once: true });
  return {
    id: record.id,
    folder: record.folder,
    nodes,
    docker,
    socketPath,
    version,
    programs: record.programs,
    trialsBefore: () => trials,
    countTrial: () => {
      trials++;
    },
    get envelopeBytes() {
      return envelopeBytes;
    },
    cgroupVersion: cgroups.version,
    virtualIps: hasIpvs(),
    visit: null,
    lost: unasked.signal,
    resize: (memoryBytes) => {
      assert(memoryBytes > 0, 'an envelope has a size');
      for (const name of names) cgroups.limit(name, memoryBytes);
      envelopeBytes = memoryBytes;
    },
    unusedBytes: () => names.reduce((sum, name) => sum + cgroups.roomIn(cgroups.memoryFolder(name)), 0),
    reclaim: async () => {
      for (const name of names) await cgroups.reclaim(name);
    },
    destroy: () => {
      lost.removeEventListener('abort', onLost);
      for (const { guarded } of begun) guarded.end();
      return (undone ??= undoEngine(record).finally(hold.leave));
    },
  };
}
