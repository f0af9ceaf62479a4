// Runs a folder's `build` script: environment in, tar on its output, errors told by its last words.
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { reasonOf } from '../../base/deadline.js';
import { LabError } from '../../base/lab-error.js';
import { redact } from '../../base/secrets/index.js';
import { searchPath } from '../tools.js';

interface Build {
  readonly folder: string;
  readonly tag: string;
  /** Where the tar goes. */
  readonly path: string;
}

const tailLength = 2_000;

/** Its output is a pipe, so that it ends soon after a driftlab that was killed. */
export async function runBuildScript({ folder, tag, path }: Build, signal: AbortSignal): Promise<void> {
  const child = spawn(join(folder, 'build'), [], {
    cwd: folder,
    env: {
      PATH: [dirname(process.execPath), searchPath()].join(delimiter),
      HOME: folder,
      LC_ALL: 'C',
      IMAGE_TAG: tag,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const onAbort = (): void => {
    killGroup(child);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const tail = tailOf(child);
    const [ended] = await Promise.all([endOf(child), pipeline(child.stdout, createWriteStream(path))]);
    if (signal.aborted) throw reasonOf(signal);
    if (ended !== null) throw buildError(folder, tag, ended, tail());
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Null when the script ended well, else how it did not. */
function endOf(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(`could not be started: ${error.message}`);
    });
    child.once('close', (code, by) => {
      resolve(code === 0 ? null : `ended with ${by ?? `exit code ${String(code)}`}`);
    });
  });
}

function tailOf(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.on('data', (data: Buffer) => {
    tail = `${tail}${data.toString()}`.slice(-tailLength);
  });
  return () => redact(tail.trim());
}

function buildError(folder: string, tag: string, ended: string, tail: string): LabError {
  const said =
    tail === ''
      ? ''
      : `\n${tail
          .split('\n')
          .map((line) => `  ${line}`)
          .join('\n')}`;
  return new LabError('image', `the build script of image ${tag} ${ended}${said}`, {
    hint: `Run it by hand: cd ${folder} && IMAGE_TAG=${tag} ./build | tar t`,
  });
}

/** The script and whatever it started; they are a process group of their own. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
