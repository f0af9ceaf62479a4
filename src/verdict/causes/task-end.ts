// Why one task ended, or never ran: the first cause kind that recognises it. How a cause shows in a task's status is
// swarm's agent's business (moby, daemon/cluster/executor/container); kill and oom events tell apart what it leaves open.
//
// To add a kind: write a file here that exports a Recogniser, and put it in `recognisers` where it must be asked.
// Order matters: an out-of-memory kill is asked for before all, since such a container may also have been unhealthy.
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind, type TaskHistory } from '../../evidence/timeline.js';
import type { Cause } from '../verdict.js';
import { exit } from './exit.js';
import { oomKill } from './oom-kill.js';
import type { Recognised, Recogniser, TaskEnd } from './recogniser.js';
import { rejected } from './rejected.js';
import { startTimeout } from './start-timeout.js';
import { unhealthy } from './unhealthy.js';

const recognisers: readonly Recogniser[] = [oomKill, unhealthy, rejected, exit, startTimeout];

export function causeOfTask(lines: readonly Evidence[], task: TaskHistory, victim: 'new' | 'old'): Cause {
  const end = endOf(lines, task);
  const found = recognisers.map((recognise) => recognise(end)).find((result) => result !== null) ?? unknown(end);
  return {
    kind: found.kind,
    detail: found.detail,
    task: task.taskId,
    container: task.containerId,
    exitCode: end.exitCode,
    because: null,
    victim,
    atMs: (end.die ?? end.ended ?? end.last).atMs,
    evidence: seqs([end.ended ?? end.last, ...found.lines]),
  };
}

function endOf(lines: readonly Evidence[], task: TaskHistory): TaskEnd {
  const own = ofKind(lines, 'container').filter((line) => line.taskId === task.taskId);
  const kernel = ofKind(lines, 'kernel-oom');
  const die = own.find((line) => line.action === 'die') ?? null;
  const kill = own.find((line) => line.action === 'kill' && line.seq < (die?.seq ?? Infinity)) ?? null;
  const stopped = kill ?? die;
  const lastHealth = own.findLast((line) => line.action === 'health' && line.seq < (stopped?.seq ?? Infinity));
  return {
    task,
    last: task.last,
    ended: task.ended,
    exitCode: die?.exitCode ?? task.ended?.exitCode ?? null,
    die,
    kill,
    unhealthy: lastHealth?.health === 'unhealthy' ? lastHealth : null,
    oom: own.find((line) => line.action === 'oom') ?? null,
    inspect: ofKind(lines, 'container-inspect').findLast((line) => line.taskId === task.taskId) ?? null,
    kernel: kernel.filter((line) => line.containerId !== null && line.containerId === task.containerId),
    kernelSpoke: kernel.length > 0 && !ofKind(lines, 'gap').some(({ source }) => source === 'kernel'),
  };
}

/** The lines' numbers, rising, each once. */
export function seqs(lines: readonly (Evidence | null)[]): readonly number[] {
  return [...new Set(lines.flatMap((line) => line?.seq ?? []))].sort((a, b) => a - b);
}

function unknown({ exitCode, ended, last, die, kill }: TaskEnd): Recognised {
  const detail = exitCode === 137
    ? 'the task ended with 137, which a kill for memory and any other SIGKILL have in common, and nothing on record tells which'
    : `the task is ${(ended ?? last).state}, and nothing on record tells why`;
  return { kind: 'unknown', detail, lines: [die, kill].filter((line) => line !== null) };
}
