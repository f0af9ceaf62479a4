// Why one task ended, or never ran: the first cause kind that recognises it. How a cause shows in a task's
// status is swarm's agent's business (moby, daemon/cluster/executor/container); kill and oom events tell
// apart what it leaves open.
//
// To add a kind: write a file here that exports a Recogniser, and put it in `recognisers` where it must be
// asked. Order matters: an out-of-memory kill is asked for before all, since such a container may also have
// been unhealthy or stopped then.
import type { Evidence, EvidenceOf } from '../../evidence/evidence.js';
import { engineLog, kernelLog } from '../../evidence/named-sources.js';
import { sawThroughout } from '../../evidence/outages.js';
import { isWanted } from '../../evidence/slots.js';
import { ofKind, specsOf, tasksOf, type TaskHistory, type TaskLine } from '../../evidence/timeline.js';
import type { Cause } from '../verdict.js';
import { exit } from './exit.js';
import { foreignKill } from './foreign-kill.js';
import { imagePull } from './image-pull.js';
import { oomKill } from './oom-kill.js';
import type { Recognised, Recogniser, TaskEnd } from './recogniser.js';
import { rejected } from './rejected.js';
import { startTimeout } from './start-timeout.js';
import { unhealthy } from './unhealthy.js';

const recognisers: readonly Recogniser[] = [
  oomKill,
  unhealthy,
  foreignKill,
  rejected,
  imagePull,
  exit,
  startTimeout,
];

export function causeOfTask(lines: readonly Evidence[], task: TaskHistory, victim: 'new' | 'old'): Cause {
  const end = endOf(lines, task, victim);
  const found =
    recognisers.map((recognise) => recognise(end)).find((result) => result !== null) ?? unknown(end);
  return {
    kind: found.kind,
    detail: found.detail,
    task: task.taskId,
    container: task.containerId,
    exitCode: end.exitCode,
    because: found.because ?? null,
    victim,
    atMs: (end.die ?? end.ended ?? end.last).atMs,
    evidence: seqs([end.ended ?? end.last, ...found.lines]),
  };
}

function endOf(lines: readonly Evidence[], task: TaskHistory, victim: 'new' | 'old'): TaskEnd {
  const own = ofKind(lines, 'container').filter((line) => line.taskId === task.taskId);
  const kernel = ofKind(lines, 'kernel-oom');
  const die = own.find((line) => line.action === 'die') ?? null;
  const kill = own.find((line) => isEndOf(lines, task, line, die)) ?? null;
  const stopped = kill ?? die;
  const call = kill === null ? null : callToEnd(lines, kill);
  const health = own.filter((line) => line.action === 'health' && line.seq < (stopped?.seq ?? Infinity));
  return {
    task,
    last: task.last,
    ended: task.ended,
    exitCode: die?.exitCode ?? task.ended?.exitCode ?? null,
    die,
    kill,
    call,
    callsSeen: sawThroughout(lines, engineLog, task.first.atMs, kill?.atMs ?? task.last.atMs),
    shimSeen: sawThroughout(lines, engineLog, task.first.atMs, (die ?? task.last).atMs),
    unhealthy: illness(health, kill !== null && call === null),
    oom: own.find((line) => line.action === 'oom') ?? null,
    inspect: ofKind(lines, 'container-inspect').findLast((line) => line.taskId === task.taskId) ?? null,
    kernel: kernel.filter((line) => line.containerId !== null && line.containerId === task.containerId),
    kernelSpoke:
      kernel.length > 0 && sawThroughout(lines, kernelLog, task.first.atMs, (die ?? task.last).atMs + 1),
    log: ofKind(lines, 'task-log').findLast((line) => line.taskId === task.taskId) ?? null,
    besideOld: victim === 'new' && ranBesideOld(lines, task),
  };
}

/** The engine kills what has not ended so long after the grace period, in milliseconds. */
const killSlackMs = 5000;

/**
 * Whether a signal is what a container ended of: a container that runs on for longer than it is given to stop
 * has survived it, and HUP has programs read their settings anew.
 */
function isEndOf(
  lines: readonly Evidence[],
  { first }: TaskHistory,
  { action, signal, seq, atMs }: EvidenceOf<'container'>,
  die: EvidenceOf<'container'> | null,
): boolean {
  if (action !== 'kill' || ['1', 'SIGHUP'].includes(signal ?? '') || seq > (die?.seq ?? Infinity))
    return false;
  const spec = specsOf(lines, first.service).findLast((line) => line.spec.taskHash === first.taskHash)?.spec;
  return die === null || spec === undefined || die.atMs - atMs <= spec.stopGraceMs + killSlackMs;
}

/**
 * Swarm stops what was once found ill, also where a probe went well before the stop came; one that a client
 * stopped was ill where it was found so last.
 */
function illness(
  health: readonly EvidenceOf<'container'>[],
  bySwarm: boolean,
): EvidenceOf<'container'> | null {
  const ill = health.findLast((line) => line.health === 'unhealthy') ?? null;
  return bySwarm || ill === health.at(-1) ? ill : null;
}

/** The last call of a client about this container before it was killed. */
function callToEnd(
  lines: readonly Evidence[],
  kill: EvidenceOf<'container'>,
): EvidenceOf<'daemon-log'> | null {
  const calls = ofKind(lines, 'daemon-log').filter(({ about }) => about === 'container-kill');
  return (
    calls.findLast(
      ({ containerId }) =>
        containerId !== null &&
        (kill.containerId.startsWith(containerId) || containerId === kill.containerId),
    ) ?? null
  );
}

/**
 * Whether the spec of the task asks for start-first and a task of another spec, made before it, ran in its
 * slot when it ended or was last seen.
 */
function ranBesideOld(lines: readonly Evidence[], task: TaskHistory): boolean {
  const { first, ended, last } = task;
  const spec = specsOf(lines, first.service).findLast((line) => line.spec.taskHash === first.taskHash)?.spec;
  if (spec?.updateConfig.order !== 'start-first') return false;
  const end: TaskLine = ended ?? last;
  return tasksOf(lines, first.service).some(
    (other) =>
      other.ran &&
      other.first.taskHash !== first.taskHash &&
      other.first.seq < first.seq &&
      other.last.slot === last.slot &&
      (other.ended === null ? isWanted(other) : other.ended.seq > end.seq),
  );
}

/** The lines' numbers, rising, each once. */
export function seqs(lines: readonly (Evidence | null)[]): readonly number[] {
  return [...new Set(lines.flatMap((line) => line?.seq ?? []))].sort((a, b) => a - b);
}

function unknown({ exitCode, ended, last, die, kill }: TaskEnd): Recognised {
  const detail =
    exitCode === 137
      ? 'the task ended with 137, which a kill for memory and any other SIGKILL have in common, and ' +
        'nothing on record tells which'
      : `the task is ${(ended ?? last).state}, and nothing on record tells why`;
  return { kind: 'unknown', detail, lines: [die, kill].filter((line) => line !== null) };
}
