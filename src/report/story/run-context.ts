// What every teller needs to know of a run: its service, its window of time, and whose tasks are whose.
import type { Evidence, EvidenceOf } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import type { RunSpec, TrialSpec } from '../../plan/plan.js';

/** `old` runs the base from before the upgrade, `restored` the base again after it, `new` the head. */
export type Role = 'old' | 'new' | 'restored';

export interface RunContext {
  readonly spec: TrialSpec;
  readonly run: RunSpec;
  /** Full name of the service under test. */
  readonly service: string;
  /** Rising by `seq`. */
  readonly lines: readonly Evidence[];
  /** When the upgrade's deploy began; infinite when it never did. */
  readonly upgradeMs: number;
  /** When the lab began to take the stack down: what ends after that tells nothing. */
  readonly overMs: number;
  /** Task id -> its lines, for all tasks of the stack, rising. */
  readonly tasks: ReadonlyMap<string, readonly EvidenceOf<'task'>[]>;
  /** Task id of a container; null when it is no task of the stack. */
  readonly taskOf: (containerId: string | null) => string | null;
  readonly roleOf: (taskId: string) => Role;
}

export function runContext(spec: TrialSpec, lines: readonly Evidence[], run: string): RunContext {
  const ofRun = spec.runs.find((candidate) => candidate.run === run) ?? { run, stack: '', domain: '', startAfterMs: 0 };
  const service = `${ofRun.stack}_${spec.settings.service}`;
  const upgradeMs = ofKind(lines, 'deploy').find((line) => line.run === run && line.step === 'upgrade' && line.mark === 'begin')?.atMs ?? Infinity;
  const over = ofKind(lines, 'phase').find((line) => line.phase === 'destroy' && line.mark === 'begin');
  const taskLines = ofKind(lines, 'task').filter((line) => line.service.startsWith(`${ofRun.stack}_`));
  const tasks = new Map<string, EvidenceOf<'task'>[]>();
  for (const line of taskLines) tasks.set(line.taskId, [...(tasks.get(line.taskId) ?? []), line]);
  const containers = new Map([
    ...ofKind(lines, 'container').map((line) => [line.containerId, line.taskId] as const),
    ...taskLines.flatMap((line) => (line.containerId === null ? [] : [[line.containerId, line.taskId] as const])),
  ]);
  return {
    spec, run: ofRun, service, lines, upgradeMs, overMs: over?.atMs ?? Infinity, tasks,
    taskOf: (containerId) => {
      const task = containerId === null ? undefined : containers.get(containerId);
      return task !== undefined && tasks.has(task) ? task : null;
    },
    roleOf: (taskId) => roleOf(taskId, tasks, lines, upgradeMs),
  };
}

/** Swarm's services keep their name; the stack's is left out where a person reads it. */
export function ownName(context: RunContext, service: string): string {
  return service.slice(context.run.stack.length + 1);
}

/** By the hash of the task's spec: that of its service before the upgrade is the base's. */
function roleOf(taskId: string, tasks: RunContext['tasks'], lines: readonly Evidence[], upgradeMs: number): Role {
  const first = tasks.get(taskId)?.[0];
  if (first === undefined) return 'new';
  if (first.atMs < upgradeMs) return 'old';
  const base = ofKind(lines, 'spec').findLast((line) => line.service === first.service && line.atMs < upgradeMs);
  return base?.spec.taskHash === first.taskHash ? 'restored' : 'new';
}
