// Processes by pid and start time together, so that a pid that was given out anew is never taken for the one
// we started.
import { readdirSync, readFileSync } from 'node:fs';

/** `pid@start time in clock ticks since boot`: names one process for good (proc_pid_stat(5), field 22). */
export type ProcessTag = string;

interface ProcessState {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly parent: number;
  readonly startTicks: string;
}

/** The process with this pid as it runs now; null when there is none, or only its zombie. */
export function tagOf(pid: number): ProcessTag | null {
  const found = stateOf(pid);
  return found !== null && runs(found) ? tagFor(found) : null;
}

export function pidOf(tag: ProcessTag): number {
  return Number(tag.split('@')[0]);
}

/** Whether exactly this process still runs; a zombie does not. */
export function isAlive(tag: ProcessTag): boolean {
  return tagOf(pidOf(tag)) === tag;
}

/** Whether it goes on, was stopped by a signal or a tracer, or ended; a zombie has ended. */
export function conditionOf(tag: ProcessTag): 'runs' | 'stopped' | 'ended' {
  const found = stateOf(pidOf(tag));
  if (found === null || !runs(found) || tagFor(found) !== tag) return 'ended';
  return found.state === 'T' || found.state === 't' ? 'stopped' : 'runs';
}

/**
 * Milliseconds that all threads of the process together have waited so far for a processor to run on (kernel
 * documentation, scheduler/sched-stats); null where the kernel does not count that, or the process has ended.
 */
export function starvedMsOf(tag: ProcessTag): number | null {
  const folder = `/proc/${String(pidOf(tag))}/task`;
  try {
    const waits = readdirSync(folder).map((thread) =>
      Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[1]),
    );
    return waits.reduce((sum, ns) => sum + ns, 0) / 1e6;
  } catch {
    return null;
  }
}

/** Kills the process with SIGKILL if it is still the one that the tag names. */
export function kill(tag: ProcessTag): void {
  if (!isAlive(tag)) return;
  try {
    process.kill(pidOf(tag), 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A running child of `parent`, the first with that command name if one is given; null when there is none. */
export function childOf(parent: ProcessTag, name: string | null = null): ProcessTag | null {
  const pid = pidOf(parent);
  const child = allStates().find(
    (one) => one.parent === pid && runs(one) && (name === null || one.name === name),
  );
  return child === undefined ? null : tagFor(child);
}

/**
 * The running children of `parent` whose command name begins with `name`. Their ids may be smaller than its
 * own: the kernel begins again at the bottom when it has used them all up.
 */
export function childrenOf(parent: ProcessTag, name: string): readonly ProcessTag[] {
  const pid = pidOf(parent);
  return allStates()
    .filter((one) => one.parent === pid && runs(one) && one.name.startsWith(name))
    .map(tagFor);
}

/** Running processes that have exactly this in the environment that they were started with: `NAME=value`. */
export function startedWith(variable: string): readonly ProcessTag[] {
  return allStates()
    .filter((one) => runs(one) && environmentOf(one.pid).includes(variable))
    .map(tagFor)
    .filter(isAlive);
}

/** How many zombies have this process as parent. */
export function zombiesUnder(parent: ProcessTag): number {
  const pid = pidOf(parent);
  return allStates().filter((one) => one.parent === pid && one.state === 'Z').length;
}

function allStates(): readonly ProcessState[] {
  return pids()
    .map(stateOf)
    .filter((state) => state !== null);
}

function pids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The command name stands in brackets and may hold anything, so the rest is read after the last one. */
function stateOf(pid: number): ProcessState | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const close = text.lastIndexOf(')');
    const fields = text.slice(close + 2).split(' ');
    return {
      pid,
      name: text.slice(text.indexOf('(') + 1, close),
      state: fields[0] ?? '',
      parent: Number(fields[1]),
      startTicks: fields[19] ?? '',
    };
  } catch {
    return null; // it ended between the listing and the reading
  }
}

/** Empty of a process that has ended, or is not ours to look at. */
function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${String(pid)}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function runs(state: ProcessState): boolean {
  return state.state !== 'Z' && state.state !== 'X';
}

function tagFor(state: ProcessState): ProcessTag {
  return `${String(state.pid)}@${state.startTicks}`;
}
