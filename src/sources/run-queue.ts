// How long threads ran and how long they waited to, as the kernel accounts for each (kernel documentation,
// scheduler/sched-stats).
import { readdirSync, readFileSync } from 'node:fs';

/** Thread id -> its account. */
export type Threads = ReadonlyMap<string, ThreadTimes>;

interface ThreadTimes {
  /** Command name of its process. */
  readonly process: string;
  readonly ranMs: number;
  readonly waitedMs: number;
}

export interface Waits {
  /** Milliseconds that threads ran, and that they were to run and had no processor. */
  readonly ownMs: number;
  readonly waitedMs: number;
  /** The second of the thread that waited longest, and its process; 0 and an empty name where none waited. */
  readonly longestMs: number;
  readonly longest: string;
}

/** Every thread in a proc file system; throws where the kernel keeps no such account. */
export function threadsIn(folder: string): Threads {
  const threads = new Map<string, ThreadTimes>();
  for (const pid of readdirSync(folder)) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const process = readFileSync(`${folder}/${pid}/comm`, 'latin1').trim();
      for (const thread of readdirSync(`${folder}/${pid}/task`)) {
        const [ran = 0, waited = 0] = readFileSync(`${folder}/${pid}/task/${thread}/schedstat`, 'latin1')
          .split(' ')
          .map(Number);
        threads.set(thread, { process, ranMs: ran / 1e6, waitedMs: waited / 1e6 });
      }
    } catch (error) {
      if (!hasEnded(error, `${folder}/${pid}`)) throw error;
    }
  }
  return threads;
}

/**
 * A process or a thread may end between the listing and the reading; a file that is missing in one that is
 * there is missing in all.
 */
function hasEnded(error: unknown, folder: string): boolean {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ESRCH') return true;
  if (code !== 'ENOENT') return false;
  return (
    path?.endsWith('/schedstat') !== true || !isThere(folder) || !isThere(path.slice(0, -'/schedstat'.length))
  );
}

function isThere(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

/**
 * What came of it between two looks. A thread that is new, or whose number was given out anew, counts from
 * its beginning; one that has ended is left out.
 */
export function waitsBetween(before: Threads, now: Threads): Waits {
  let [ownMs, waitedMs, longestMs, longest] = [0, 0, 0, ''];
  for (const [id, thread] of now) {
    const earlier = before.get(id);
    const since =
      earlier !== undefined && earlier.ranMs <= thread.ranMs && earlier.waitedMs <= thread.waitedMs
        ? earlier
        : { ranMs: 0, waitedMs: 0 };
    const waited = thread.waitedMs - since.waitedMs;
    ownMs += thread.ranMs - since.ranMs;
    waitedMs += waited;
    if (waited > longestMs) [longestMs, longest] = [waited, thread.process];
  }
  return {
    ownMs: Math.round(ownMs),
    waitedMs: Math.round(waitedMs),
    longestMs: Math.round(longestMs),
    longest,
  };
}
