// How one task ended. What swarm calls `failed` or `complete` may be an end that swarm had asked for, and an
// exit code of 0 may follow a failed health check: the container's events and the kernel's lines tell.
import type { Evidence, EvidenceOf } from '../../evidence/evidence.js';
import { eventStream } from '../../evidence/named-sources.js';
import { outagesIn, overlaps } from '../../evidence/outages.js';
import { ofKind, type TaskHistory, type TaskLine } from '../../evidence/timeline.js';
import type { HappenedMs } from './clock.js';

export interface Seen {
  readonly atMs: number;
  readonly seq: number;
}

/** A state of the task, from a moment on. */
export interface TaskState extends Seen {
  readonly line: TaskLine;
}

/**
 * `stopped`: as swarm had asked. `oom`: the kernel killed it. `unhealthy`: its health check failed, so the
 * engine stopped it. `signalled`: a signal came through the engine, and it is not on record that swarm had
 * asked for it. `exited`: by itself. `refused`: the engine could not make or start it. `unexplained`:
 * anything else.
 */
export type HowEnded = 'stopped' | 'oom' | 'unhealthy' | 'signalled' | 'exited' | 'refused' | 'unexplained';

export interface TaskEnd {
  /** When its process died, or where that is not on record when swarm says that the task ended. */
  readonly atMs: number;
  readonly how: HowEnded;
  /** What swarm calls it: `failed`, `complete`, …; null when swarm has not said so yet. */
  readonly state: string | null;
  /** What swarm says is wrong. */
  readonly err: string;
  readonly exitCode: number | null;
  /** A client of the engine asked for its end, by the engine's own log. */
  readonly byClient: boolean;
  /** The signals that came through the engine before, with their moments. */
  readonly signals: readonly { readonly signal: string; readonly atMs: number }[];
  /** `seq` of the evidence. */
  readonly lines: readonly number[];
}

type ContainerLine = EvidenceOf<'container'>;

export interface EndEvidence {
  readonly lines: readonly Evidence[];
  readonly task: TaskHistory;
  readonly states: readonly TaskState[];
  /** Of its container, in the order of time. */
  readonly events: readonly ContainerLine[];
  readonly kernel: readonly EvidenceOf<'kernel-oom'>[];
  readonly ill: ContainerLine | null;
  readonly happened: HappenedMs;
}

const sigkilled = 137;
/** Exit codes of a process that was stopped by SIGTERM or SIGKILL, or that ended well when asked. */
const stoppedCodes: readonly (number | null)[] = [0, 143, sigkilled];

/** Null while it lives. */
export function endOfTask(evidence: EndEvidence): TaskEnd | null {
  const {
    task: { ended },
    events,
    happened,
    kernel,
  } = evidence;
  const die = events.find(({ action }) => action === 'die') ?? null;
  if (ended === null && die === null) return null;
  const signals = events.filter(
    (line) => line.action === 'kill' && (die === null || happened(line) <= happened(die)),
  );
  const exitCode = die?.exitCode ?? ended?.exitCode ?? codeIn(ended?.err ?? '');
  const how = howEnded(evidence, { die, signals, exitCode });
  const ooms = how === 'oom' ? [...kernel, ...events.filter(({ action }) => action === 'oom')] : [];
  const told = [
    ...ooms,
    ...(how === 'unhealthy' && evidence.ill !== null ? [evidence.ill] : []),
    ...(how === 'signalled' || how === 'unhealthy' ? signals : []),
    die,
    ended,
  ].filter((line) => line !== null);
  return {
    atMs: beforeEffect(
      evidence,
      die === null
        ? happened(ended as Evidence)
        : Math.min(...[die, ...(how === 'oom' ? kernel : [])].map(happened)),
    ),
    how,
    state: ended?.state ?? null,
    err: ended?.err ?? '',
    exitCode,
    byClient: how === 'signalled' && isClientsDoing(evidence, die),
    signals: signals.map((line) => ({ signal: line.signal ?? '', atMs: happened(line) })),
    lines: [...new Set(told.map(({ seq }) => seq))].sort((a, b) => a - b),
  };
}

function codeIn(err: string): number | null {
  const code = /non-zero exit \((\d+)\)/.exec(err)?.[1];
  return code === undefined ? null : Number(code);
}

interface Death {
  readonly die: ContainerLine | null;
  readonly signals: readonly ContainerLine[];
  readonly exitCode: number | null;
}

function howEnded(evidence: EndEvidence, { die, signals, exitCode }: Death): HowEnded {
  const {
    task: { ended, ran },
    ill,
    kernel,
  } = evidence;
  if (exitCode === sigkilled && (kernel.length > 0 || killedUnseen(evidence, signals))) return 'oom';
  if (wasAsked(evidence, die, signals)) return 'stopped';
  if (ill !== null || ended?.err.includes('unhealthy container') === true) return 'unhealthy';
  if (signals.length > 0) return 'signalled';
  if (ended?.state === 'rejected') return 'refused';
  if (
    die === null &&
    ended?.state === 'failed' &&
    !ran &&
    ended.err !== '' &&
    !ended.err.includes('non-zero exit')
  )
    return 'refused';
  return exitCode === null || exitCode === sigkilled || wasUnseen(evidence, die) ? 'unexplained' : 'exited';
}

/** Events were lost while it lived, so that no signal is on record says nothing. */
function wasUnseen({ lines, events, happened }: EndEvidence, die: ContainerLine | null): boolean {
  const [first] = events;
  if (die === null || first === undefined) return false;
  return outagesIn(lines).some(
    (outage) => outage.source === eventStream && overlaps(outage, happened(first), happened(die)),
  );
}

function isClientsDoing(
  { lines, task: { containerId }, happened }: EndEvidence,
  die: ContainerLine | null,
): boolean {
  const calls = ofKind(lines, 'daemon-log').filter(
    (line) => line.about === 'container-kill' && line.containerId !== null,
  );
  return calls.some(
    (line) => line.containerId === containerId && (die === null || happened(line) <= happened(die)),
  );
}

/**
 * An `oom` event of a container proves nothing: when the envelope runs out, every container in it gets one.
 * Killed is only whose process the kernel names; without any line of the kernel, who got the event and died
 * of signal 9 that nobody sent.
 */
function killedUnseen({ lines, events }: EndEvidence, signals: readonly ContainerLine[]): boolean {
  return (
    ofKind(lines, 'kernel-oom').length === 0 &&
    signals.length === 0 &&
    events.some(({ action }) => action === 'oom')
  );
}

/** Swarm wanted it down while it lived, and it ended on a signal or without a process to end. */
function wasAsked(
  { task: { ended }, states }: EndEvidence,
  die: ContainerLine | null,
  signals: readonly ContainerLine[],
): boolean {
  const isDown = (desired: string): boolean => desired === 'shutdown' || desired === 'remove';
  if (ended?.state === 'shutdown' || ended?.state === 'remove')
    return die === null || signals.length > 0 || stoppedCodes.includes(die.exitCode);
  const wanted = states.some(({ line }) => isDown(line.desired) && (ended === null || line.seq < ended.seq));
  return wanted && (signals.length > 0 || (die === null && ended === null));
}

/**
 * Two machines' clocks may disagree a little: what swarm names as the reason for an act came before the act.
 */
function beforeEffect({ lines, task: { taskId }, happened }: EndEvidence, atMs: number): number {
  const acts = ofKind(lines, 'spec').filter(
    (line) => line.update?.message.includes(`termination of task ${taskId}`) === true,
  );
  return Math.min(atMs, ...acts.map((line) => happened(line) - 0.001));
}
