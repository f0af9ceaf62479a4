// Locks that the kernel holds for this process (flock(2)), and lets go whatever ends it. So none is ever
// stale: an empty lock file, one of a process that was killed, or one whose process id was given out anew
// keeps nobody out, also across pid namespaces. Node has no call for it: the program flock locks the open
// file that it is handed, and a lock is of the open file, not of the program that asked for it.
import { spawn, spawnSync, type StdioOptions } from 'node:child_process';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { reasonOf } from './deadline.js';
import { LabError } from './lab-error.js';
import { pathWith } from './program-path.js';

export interface FileLock {
  /**
   * What the file says from now on, for people and programs to read. Never longer than {@link saidBytes}, so
   * that a full disk has room.
   */
  readonly say: (text: string) => void;
  /** Lets go, and removes the file. */
  readonly release: () => void;
  /** Lets go, and leaves the file with what it says; does nothing a second time. */
  readonly leave: () => void;
}

const saidBytes = 1024;
const timesAsked = 4;
const askAgainMs = 30;
const systemFolders = '/usr/bin:/bin';

/**
 * `pid@start time in clock ticks since boot` of this process: names it for good (proc_pid_stat(5), field 22).
 */
export function ownTag(): string {
  const text = readFileSync('/proc/self/stat', 'utf8');
  return `${String(process.pid)}@${text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
}

/**
 * The lock of this file, made when it is not there; null when another process, or another part of this one,
 * has it.
 */
export function tryLock(path: string): FileLock | null {
  for (;;) {
    const file = openLock(path);
    if (!flockNow(file, '-x')) {
      closeSync(file);
      return null;
    }
    if (isStill(path, file)) return lockOf(path, file);
    closeSync(file);
  }
}

/** Waits for it; rejects with the signal's reason when it aborts first. */
export async function untilLocked(path: string, signal: AbortSignal): Promise<FileLock> {
  for (;;) {
    signal.throwIfAborted();
    const file = openLock(path);
    try {
      await flockInTurn(file, signal);
      if (isStill(path, file)) return lockOf(path, file);
    } catch (error) {
      closeSync(file);
      throw error;
    }
    closeSync(file);
  }
}

/** Whether some process has the lock of this file. */
export function isLocked(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return false; // where there is no file there is no lock
  }
  try {
    return !flockNow(file, '-s');
  } finally {
    closeSync(file);
  }
}

function openLock(path: string): number {
  return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
}

function lockOf(path: string, file: number): FileLock {
  const say = (text: string): void => {
    writeSync(file, `${text.padEnd(saidBytes - 1)}\n`, 0);
  };
  let isOpen = true;
  const leave = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false; // its number may be another file's by now
  };
  const release = (): void => {
    rmSync(path, { force: true });
    leave();
  };
  return { say, release, leave };
}

/**
 * Whoever released the lock may have removed the file under it: a lock of a removed file keeps nobody out.
 */
function isStill(path: string, file: number): boolean {
  const there = statSync(path, { throwIfNoEntry: false });
  const own = fstatSync(file);
  return there !== undefined && there.ino === own.ino && there.dev === own.dev;
}

const handed = (file: number): StdioOptions => ['ignore', 'ignore', 'ignore', file];
const environment = (): NodeJS.ProcessEnv => ({
  PATH: `${pathWith(null, process.env['PATH'])}:${systemFolders}`,
});

/**
 * Whoever only looks keeps others out for a moment; so it asks again before it says that the lock is taken.
 */
function flockNow(file: number, kind: '-x' | '-s'): boolean {
  for (let asked = 1; ; asked++) {
    const { status, error } = spawnSync('flock', [kind, '-n', '3'], {
      stdio: handed(file),
      env: environment(),
    });
    if (error !== undefined) throw withoutFlock(error);
    if (status === 0 || asked === timesAsked) return status === 0;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, askAgainMs);
  }
}

function flockInTurn(file: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('flock', ['-x', '3'], { stdio: handed(file), env: environment() });
    const onAbort = (): void => {
      child.kill('SIGKILL');
      reject(reasonOf(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('error', (error) => {
      reject(withoutFlock(error));
    });
    child.once('exit', (code) => {
      signal.removeEventListener('abort', onAbort);
      if (code === 0) resolve();
      else
        reject(
          signal.aborted
            ? reasonOf(signal)
            : new LabError('missing-tool', 'the program flock ended before it had the lock'),
        );
    });
  });
}

function withoutFlock(cause: Error): LabError {
  return new LabError('missing-tool', `the program flock cannot be run: ${cause.message}`, {
    hint: 'install util-linux',
    cause,
  });
}
