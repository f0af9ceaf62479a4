// What an engine is and how to undo it, on disk before anything of it is started, so that any later run can
// sweep it.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { present } from '../base/assert.js';
import type { FileLock } from '../base/file-lock.js';
import { LabError } from '../base/lab-error.js';
import { nodesOf, type NodeSettings } from '../scenario/engine-nodes.js';
import { tagOf, type ProcessTag } from './processes.js';
import {
  beginRecord,
  foldersIn,
  hasNoRecord,
  readRecordFile,
  writeRecordFile,
  type FolderRecord,
} from './record-file.js';
import { thisMachine } from './record-owner.js';
import { enginesDir } from './state-dir.js';

/** One node of the engine. */
export interface NodeRecord {
  /** Its host name, and that of its port where there are several; null: that of this machine. */
  readonly name: string | null;
  readonly folder: string;
  readonly socketPath: string;
  /** Name of its cgroup below the root of each hierarchy. */
  readonly cgroup: string;
  readonly role: NodeSettings['role'];
  readonly labels: NodeSettings['labels'];
  /** First process of its chain; null until it is started. */
  readonly launcher: ProcessTag | null;
  /** Process 1 of its pid namespace; its end ends every process of the node. */
  readonly init: ProcessTag | null;
}

export interface EngineRecord extends FolderRecord {
  readonly id: string;
  /** Of each node, in bytes. */
  readonly memoryBytes: number;
  /** Folder that its programs come from; null: those of this machine. */
  readonly programs: string | null;
  /** Whether it is meant to outlive the program that started it. */
  readonly keep: boolean;
  /** When it was started, ISO 8601. */
  readonly when: string;
  /** Keeps the network between its nodes; null where there is one node, or it is not started yet. */
  readonly switch: ProcessTag | null;
  /** The first is the manager that the swarm is asked through. */
  readonly nodes: readonly NodeRecord[];
}

interface EngineRequest {
  readonly memoryBytes: number;
  readonly nodes?: readonly NodeSettings[];
  readonly stateDir: string;
  readonly programs?: string | null;
  readonly keep?: boolean;
}

const fileName = 'engine.json';
const socketPathMax = 107; // bytes of sun_path without the closing zero, unix(7)

export interface PlannedEngine {
  readonly record: EngineRecord;
  /** Says that this driftlab runs. */
  readonly hold: FileLock;
}

/** Makes the engine's folder with its record in it; nothing is started yet. */
export function planEngine({
  memoryBytes,
  nodes = nodesOf(),
  stateDir,
  programs = null,
  keep = false,
}: EngineRequest): PlannedEngine {
  const id = randomBytes(4).toString('hex');
  const folder = resolve(enginesDir(stateDir), id);
  const planned = planNodes(nodes, { id, folder });
  for (const { socketPath } of planned)
    if (Buffer.byteLength(socketPath) > socketPathMax)
      throw new LabError('bad-input', `the path of the engine's socket is too long: ${socketPath}`, {
        hint: 'Set DRIFTLAB_STATE to a shorter folder.',
      });
  const record: EngineRecord = {
    format: 1,
    id,
    folder,
    memoryBytes,
    programs,
    keep,
    when: new Date().toISOString(),
    lab: present(tagOf(process.pid), 'own process'),
    machine: thisMachine(),
    switch: null,
    nodes: planned,
  };
  const hold = beginRecord(fileName, record);
  for (const node of planned) mkdirSync(node.folder, { recursive: true, mode: 0o700 });
  return { record, hold };
}

/** One node alone lives in the engine's own folder; several have one each in it. */
function planNodes(
  nodes: readonly NodeSettings[],
  { id, folder }: Pick<EngineRecord, 'id' | 'folder'>,
): readonly NodeRecord[] {
  const isAlone = nodes.length === 1;
  return nodes.map(({ name, role, labels }) => {
    const own = isAlone ? folder : join(folder, name);
    return {
      name: isAlone ? null : name,
      folder: own,
      socketPath: join(own, 'docker.sock'),
      cgroup: isAlone ? `driftlab-${id}` : `driftlab-${id}-${name}`,
      role,
      labels,
      launcher: null,
      init: null,
    };
  });
}

/** The record with something else known of one of its nodes. */
export function withNode(record: EngineRecord, index: number, more: Partial<NodeRecord>): EngineRecord {
  return { ...record, nodes: record.nodes.map((node, at) => (at === index ? { ...node, ...more } : node)) };
}

export function writeRecord(record: EngineRecord): void {
  writeRecordFile(fileName, record);
}

/** The engine's record; null when its folder has none that this version can read. */
export function readRecord(folder: string): EngineRecord | null {
  const record = readRecordFile(fileName, folder);
  return record === null ? null : withNodes(record as EngineRecord | OlderRecord);
}

/** Before engines had several nodes, the record of an engine was that of its node. */
type OlderRecord = Omit<EngineRecord, 'nodes' | 'switch'> & Omit<NodeRecord, 'name' | 'role' | 'labels'>;

function withNodes(record: EngineRecord | OlderRecord): EngineRecord {
  if ('nodes' in record) return record;
  const { folder, socketPath, cgroup, launcher, init, ...engine } = record;
  const node = { folder, socketPath, cgroup, launcher, init };
  return { ...engine, folder, switch: null, nodes: [{ ...node, name: null, role: 'manager', labels: {} }] };
}

/** Whether the folder is of an engine that was never started. */
export function isWithoutEngine(folder: string): boolean {
  return hasNoRecord(fileName, folder);
}

/** All engines with a record in the state folder, oldest first. */
export function readRecords(stateDir: string): readonly EngineRecord[] {
  return engineFolders(stateDir)
    .map(readRecord)
    .filter((record) => record !== null)
    .sort((a, b) => (a.when < b.when ? -1 : 1));
}

export function engineFolders(stateDir: string): readonly string[] {
  return foldersIn(enginesDir(stateDir));
}
