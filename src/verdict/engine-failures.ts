// Failures of the engine itself that show in what it says of a task or to a deployer. Nothing that they led
// to is the app's or the deployer's doing. The words alone tell, so that it is known of engines that nobody
// watches from within, and of journals of older driftlabs.
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { compareInstants } from '../evidence/instant.js';
import { ofKind, type DeployLine, type TaskLine } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import { formatBytes } from '../base/units.js';
import { couldNotReach, failedPart } from './engine-words.js';

export interface EngineFailure {
  readonly reason: string;
  /** Whether the app can have had no part in it, by what it asks of the engine. */
  readonly unprovoked: boolean;
}

/** The first failure that bears on this run; null when none is on record. */
export function engineFailure(
  lines: readonly Evidence[],
  { run, stack }: Pick<RunSpec, 'run' | 'stack'>,
): EngineFailure | null {
  const isOurs = (service: string): boolean => service.startsWith(`${stack}_`);
  const ends = ofKind(lines, 'container-inspect').filter(
    ({ service, running }) => !running && isOurs(service),
  );
  for (const line of lines) {
    const said =
      (line.kind === 'task' && isOurs(line.service) ? ofTask(line) : null) ??
      (line.kind === 'deploy' && line.run === run ? ofDeploy(line) : null) ??
      (line.kind === 'disk' ? ofDisk(line) : null);
    const shim = line.kind === 'daemon-log' && line.about === 'shim-gone' ? ofShim(line, ends) : null;
    const reason = said ?? shim;
    if (reason !== null) return { reason, unprovoked: shim !== null };
  }
  return null;
}

/** Whether the engine was at fault for the end of this task, or keeps it from running. */
function ofTask({ taskId, err }: TaskLine): string | null {
  const part = failedPart(err);
  return part === null
    ? null
    : `the engine's own ${part} failed, which is no doing of task ${taskId}: ${err}`;
}

function ofDeploy({ step, exitCode, failure }: DeployLine): string | null {
  if (exitCode === null || exitCode === 0 || failure === null) return null;
  if (couldNotReach(failure)) return `the ${step} deploy could not reach the engine: ${failure}`;
  const part = failedPart(failure);
  return part === null ? null : `the engine's own ${part} failed in the ${step} deploy: ${failure}`;
}

/**
 * A shim tells of its container's end before it ends itself. One that was gone first was lost, and its
 * container with it: the engine ends what is left of that, and gives it the time of that moment and a code
 * of its own making (containerd, runtime/v2, cleanupAfterDeadShim). A shim that was gone before its container
 * ran belonged to an earlier start: swarm starts a container once more where the network was gone at the
 * first try, as it may be when the only task that used it ends just then.
 */
function ofShim(
  { containerId, engineAt }: EvidenceOf<'daemon-log'>,
  ends: readonly EvidenceOf<'container-inspect'>[],
): string | null {
  const end = ends.find((one) => one.containerId === containerId);
  if (end === undefined || engineAt === null || !isBefore(engineAt, end.finishedAt)) return null;
  if (!isBefore(end.startedAt, engineAt)) return null;
  return (
    `the engine lost the shim of task ${end.taskId}, and its container with it: that this ended with ` +
    `${String(end.exitCode)} is no word of the app's`
  );
}

/**
 * Less than this, and writes of the engine's own fail that are larger than others: its swarm's log alone
 * takes some MiB at a time.
 */
const freeBytesMin = 32 * 1024 ** 2;
const freeInodesMin = 256;

function ofDisk({ freeBytes, freeInodes, atMs }: EvidenceOf<'disk'>): string | null {
  const when = `${(atMs / 1000).toFixed(1)} s into the trial`;
  if (freeBytes < freeBytesMin)
    return (
      `the engine's disk ran full: ${formatBytes(freeBytes)} were left ${when}, and it needs ` +
      formatBytes(freeBytesMin)
    );
  return freeInodes === null || freeInodes >= freeInodesMin
    ? null
    : `the engine's disk ran full: ${String(freeInodes)} more files could be made ${when}, and it ` +
        `needs ${String(freeInodesMin)}`;
}

/** False also where an instant cannot be read. */
function isBefore(one: string, other: string): boolean {
  return (compareInstants(one, other) ?? 1) < 0;
}
