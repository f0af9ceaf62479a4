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

/** The script ran and said by its exit code that it could not: whoever wrote it is to mend it. */
export class BuildScriptFailed extends LabError {}

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
    if (ended !== null) throw buildError(folder, tag, { ...ended, tail: tail() });
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

interface BadEnd {
  readonly how: string;
  /** By an exit code of its own; else it was killed, or never started. */
  readonly byItself: boolean;
}

/** Null when the script ended well. */
function endOf(child: ChildProcess): Promise<BadEnd | null> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ how: `could not be started: ${error.message}`, byItself: false });
    });
    child.once('close', (code, by) => {
      const how = `ended with ${by ?? `exit code ${String(code)}`}`;
      resolve(code === 0 ? null : { how, byItself: by === null });
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

function buildError(
  folder: string,
  tag: string,
  { how, byItself, tail }: BadEnd & { readonly tail: string },
): LabError {
  const said =
    tail === ''
      ? ''
      : `\n${tail
          .split('\n')
          .map((line) => `  ${line}`)
          .join('\n')}`;
  const message = `the build script of image ${tag} ${how}${said}`;
  const hint = `Run it by hand: cd ${folder} && IMAGE_TAG=${tag} ./build | tar t`;
  return byItself
    ? new BuildScriptFailed('image', message, { hint })
    : new LabError('image', message, { hint });
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
