// Failures of the engine itself that show in what it says of a task or to a deployer. Nothing that they led to is the app's or the deployer's
// doing. The words alone tell, so that it is known of engines that nobody watches from within, and of journals of older driftlabs.
import type { Evidence } from '../evidence/evidence.js';
import type { DeployLine, TaskLine } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import { couldNotReach, failedPart } from './engine-words.js';

/** The first failure that bears on this run; null when none is on record. */
export function engineFailure(lines: readonly Evidence[], { run, stack }: Pick<RunSpec, 'run' | 'stack'>): string | null {
  for (const line of lines) {
    const failure = line.kind === 'task' && line.service.startsWith(`${stack}_`) ? ofTask(line) : null;
    const cut = line.kind === 'deploy' && line.run === run ? ofDeploy(line) : null;
    if (failure !== null || cut !== null) return failure ?? cut;
  }
  return null;
}

/** Whether the engine was at fault for the end of this task, or keeps it from running. */
function ofTask({ taskId, err }: TaskLine): string | null {
  const part = failedPart(err);
  return part === null ? null : `the engine's own ${part} failed, which is no doing of task ${taskId}: ${err}`;
}

function ofDeploy({ step, exitCode, failure }: DeployLine): string | null {
  if (exitCode === null || exitCode === 0 || failure === null) return null;
  if (couldNotReach(failure)) return `the ${step} deploy could not reach the engine: ${failure}`;
  const part = failedPart(failure);
  return part === null ? null : `the engine's own ${part} failed in the ${step} deploy: ${failure}`;
}
