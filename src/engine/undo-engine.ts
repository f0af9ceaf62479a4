// Takes an engine away by its record alone: its processes, its cgroups, its folder. Safe to do twice.
import { rm } from 'node:fs/promises';
import { pause } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import { findCgroups, removeCgroups } from './cgroups/index.js';
import { markedProcesses } from './engine-mark.js';
import type { EngineRecord } from './engine-record.js';
import { childOf, isAlive, kill, type ProcessTag } from './processes.js';

const endMs = 10_000;
const pollMs = 10;

/**
 * Resolves when no process, cgroup or file of the engine is left; nothing of it is ever mounted on the host.
 */
export async function undoEngine(record: EngineRecord): Promise<void> {
  await endProcesses(record);
  const cgroups = findCgroups();
  for (const { cgroup } of record.nodes)
    if (cgroups !== null && !(await removeCgroups(cgroups, cgroup)))
      throw new LabError('engine-lost', `cgroup ${cgroup} of engine ${record.id} is still in use`, {
        hint: 'Run `driftlab clean` again in a moment.',
      });
  await rm(record.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** What is on record, and then what is not: a launcher that died may have left a child behind. */
async function endProcesses(record: EngineRecord): Promise<void> {
  const deadline = AbortSignal.timeout(endMs);
  let left = onRecord(record);
  do {
    left.forEach(kill);
    while (left.some(isAlive)) {
      if (deadline.aborted)
        throw new LabError('engine-lost', `the processes of engine ${record.id} did not end`);
      await pause(pollMs, new AbortController().signal);
    }
    left = markedProcesses(record);
  } while (left.length > 0);
}

/**
 * Of each node init first: the kernel ends its whole pid namespace before it is gone, and the launcher then
 * ends by itself.
 */
function onRecord(record: EngineRecord): readonly ProcessTag[] {
  const ofNodes = record.nodes.flatMap(({ init, launcher }) => [
    init ?? (launcher === null ? null : childOf(launcher)),
    launcher,
  ]);
  return [...ofNodes, record.switch].filter((tag) => tag !== null);
}
