// Waits that end: every wait has a deadline and a signal, and the first reason wins.
import { LabError } from './lab-error.js';

/** The reason of an aborted signal as an error. */
export function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new LabError('interrupted', 'interrupted');
}

/** Waits `ms` milliseconds; rejects with the signal's reason when it aborts first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Runs `work` with a signal that aborts after `ms` or with `signal`, whichever comes first.
 * Rejects at that moment with a `timeout` LabError that names `what`, or with the signal's own reason,
 * even when `work` does not listen.
 */
export async function withDeadline<T>(
  what: string,
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw reasonOf(signal);
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(new LabError('timeout', `${what} took longer than ${String(ms)} ms`));
  }, ms);
  const both = AbortSignal.any([signal, limit.signal]);
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(reasonOf(both));
    };
    both.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(both), aborted]);
  } finally {
    clearTimeout(timer);
    if (onAbort) both.removeEventListener('abort', onAbort);
  }
}

/** Errors of the lab's own that may be such a sign too; others say what happened. */
const signs: ReadonlySet<string> = new Set(['image', 'deploy', 'dose', 'evidence']);

/** How long after the first sign of its loss it may take until it is known what was lost. */
const signMs = 3000;

/**
 * What `work` comes to. Where it fails and `lost` aborts soon after, its error was only the first sign of
 * that, as a connection that breaks is: then the reason of `lost` is thrown.
 */
export async function unlessLost<T>(lost: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabError && !signs.has(error.code)) throw error;
    await pause(signMs, lost).catch(() => undefined);
    throw lost.aborted ? reasonOf(lost) : error;
  }
}

/**
 * The same for work that listens and changes something: does not reject before it has ended, or for {@link
 * endMs} at most when it does not.
 */
export async function withDeadlineToTheEnd<T>(
  what: string,
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  let begun: Promise<unknown> = Promise.resolve();
  try {
    return await withDeadline(what, ms, signal, (both) => {
      const running = work(both);
      begun = running;
      return running;
    });
  } finally {
    await settled(begun, endMs);
  }
}

/** How long work that was told to end may take to do so, in milliseconds. */
const endMs = 5000;

async function settled(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([
    work.then(
      () => undefined,
      () => undefined,
    ),
    late,
  ]);
  clearTimeout(timer);
}
