// Notices that an engine is there no more though nobody ended it: it answers nobody, its socket is gone, or a
// process of its own ended or was stopped. A machine that has much to do is another matter: there the engine
// answers late, and the lab's own timer runs late as well.
import { LabError } from '../base/lab-error.js';
import { answersOf, type Answers } from './answers.js';

/** A process without which the engine is not whole. */
export interface OwnProcess {
  /** `dockerd`, `containerd`, `containerd-shim`, `init` or `keeper`. */
  readonly name: string;
  readonly pid: number;
  /** `stopped`: by a signal or a tracer. `ended` is told of those that the engine cannot do without. */
  readonly state: 'runs' | 'stopped' | 'ended';
}

export interface WatchdogRequest {
  /** As the engine is called in messages. */
  readonly engine: string;
  readonly socketPath: string;
  /** Looked at anew at each call; empty where they cannot be seen. */
  readonly processes: () => readonly OwnProcess[];
  /**
   * Milliseconds that the engine's daemon has waited for a processor so far, which tells starved from dead;
   * null where that cannot be seen.
   */
  readonly starvedMs: () => number | null;
  /** Milliseconds in which an answer is due. */
  readonly answerMs: number;
  /** Milliseconds between two looks; it is asked at every other look. */
  readonly lookMs: number;
  /** Called once. */
  readonly onLost: (reason: LabError) => void;
}

/**
 * A socket that takes no connection for so many looks is there no more: a daemon that is busy still takes
 * them.
 */
const refusedLooks = 3;
const refusals: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ECONNREFUSED']);
/** A timer that comes so many looks later than it was due: the lab itself did not run, and did not hear. */
const lateLooks = 2;
/**
 * Who waits for a processor for this share of the time is starved by the machine, and is given so many times
 * as long.
 */
const starvedShare = 0.2;
const patience = 3;

export const watchdogLookMs = 500;

/** Watches until `end` or until the engine is lost. Keeps no program running. */
export function watchEngine(request: WatchdogRequest): { readonly end: () => void } {
  const { lookMs } = request;
  const answers = answersOf(request.socketPath);
  const findings = [stoppedProcess(request), silence(request, answers)];
  let dueMs = performance.now() + lookMs;
  const end = (): void => {
    clearInterval(timer);
    answers.forget();
  };
  const tick = (): void => {
    const lateMs = performance.now() - dueMs;
    dueMs = performance.now() + lookMs;
    if (lateMs > lateLooks * lookMs) answers.forget();
    answers.ask(2 * lookMs);
    const lost = findings.map((find) => find()).find((found) => found !== null);
    if (lost === undefined) return;
    end();
    request.onLost(
      new LabError('engine-lost', `${request.engine} is lost: ${lost}`, {
        hint: 'See its log, and who else works on its machine.',
      }),
    );
  };
  const timer = setInterval(tick, lookMs).unref();
  return { end };
}

type Find = () => string | null;

/** One look may catch a process that goes on at once, as under a tracer; two do not. */
function stoppedProcess({ processes }: WatchdogRequest): Find {
  let before: ReadonlySet<number> = new Set();
  return () => {
    const now = processes();
    const ended = now.find(({ state }) => state === 'ended');
    if (ended !== undefined) return `its ${ended.name} (process ${String(ended.pid)}) ended`;
    const stopped = now.filter(({ state }) => state === 'stopped');
    const still = stopped.find(({ pid }) => before.has(pid));
    before = new Set(stopped.map(({ pid }) => pid));
    return still === undefined
      ? null
      : `its ${still.name} (process ${String(still.pid)}) was stopped by a signal`;
  };
}

function silence({ answerMs, lookMs, starvedMs }: WatchdogRequest, answers: Answers): Find {
  let overdue: { readonly atMs: number; readonly starvedMs: number | null } | null = null;
  return () => {
    const failing = answers.failing();
    if (
      failing !== null &&
      failing.forMs > (refusals.has(failing.error.code) ? refusedLooks * lookMs : answerMs)
    )
      return `nobody takes a connection at its socket (${failing.error.code ?? failing.error.message})`;
    const waitedMs = answers.waitedMs();
    if (waitedMs < answerMs) {
      overdue = null;
      return null;
    }
    const now = { atMs: performance.now(), starvedMs: starvedMs() };
    const before = overdue;
    overdue ??= now;
    if (before === null || (isStarved(before, now) && waitedMs < patience * answerMs)) return null;
    return `it did not answer within ${String(Math.round(waitedMs / 1000))} s`;
  };
}

interface Waited {
  readonly atMs: number;
  readonly starvedMs: number | null;
}

function isStarved(before: Waited, now: Waited): boolean {
  return (
    before.starvedMs !== null &&
    now.starvedMs !== null &&
    now.starvedMs - before.starvedMs > starvedShare * (now.atMs - before.atMs)
  );
}
