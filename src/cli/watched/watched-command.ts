// Runs the command that deploys, as the user gave it: no shell, his own environment, its output as it comes,
// and an end of it in any case.
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { endedLate } from '../../base/ended-late.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import { createMask } from '../../base/secrets/index.js';
import type { DeployResult } from '../../trial/ports.js';

export interface WatchedCommand {
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** Socket of the engine where it is not the one that docker talks to by itself; else null. */
  readonly dockerSocket: string | null;
  /** Milliseconds after which it is ended, and its deploy counts as failed. */
  readonly timeoutMs: number;
  /** Gets what it writes, of both streams. */
  readonly echo: (text: string) => void;
}

const termMs = 5000;
const tailLength = 4000;
const failureLines = 5;

/**
 * Throws `bad-input` when there is no such program. Ends the command, and what it started, at the deadline
 * and when the signal aborts.
 */
export async function runWatched(
  { words, dockerSocket, timeoutMs, echo }: WatchedCommand,
  signal: AbortSignal,
): Promise<DeployResult> {
  const [program = '', ...rest] = words;
  const env =
    dockerSocket === null
      ? process.env
      : { ...process.env, DOCKER_HOST: `unix://${dockerSocket}`, DOCKER_CONTEXT: '' };
  const child = spawn(program, rest, { env, stdio: ['inherit', 'pipe', 'pipe'] });
  let tail = '';
  const hear = (text: string): void => {
    echo(text);
    tail = `${tail}${text}`.slice(-tailLength);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
  const late = AbortSignal.timeout(timeoutMs);
  const exitCode = await endOf(child, AbortSignal.any([signal, late]), program);
  if (exitCode === 0) return { exitCode, stamp: null, failure: null };
  const said = createMask({ envs: [process.env] })(tail)
    .trim()
    .split('\n')
    .slice(-failureLines)
    .join('\n');
  return late.aborted
    ? {
        exitCode: endedLate,
        stamp: null,
        failure: `ended by driftlab after ${String(Math.round(timeoutMs / 1000))} s\n${said}`.trim(),
      }
    : { exitCode, stamp: null, failure: said === '' ? null : said };
}

/** The exit code; 128 and more for a command that a signal ended, as shells say it. */
function endOf(child: ChildProcess, over: AbortSignal, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), termMs).unref();
    };
    if (over.aborted) end();
    over.addEventListener('abort', end, { once: true });
    child.on('error', (error) => {
      reject(
        new LabError('bad-input', `${program} cannot be run: ${messageOf(error)}`, {
          hint:
            'name the command that deploys after --, as in: driftlab watch-upgrade --stack shop -- ' +
            './deploy.sh',
          cause: error,
        }),
      );
    });
    child.on('exit', (code, name) => {
      over.removeEventListener('abort', end);
      resolve(code ?? 128 + signalNumber(name));
    });
  });
}

function signalNumber(name: NodeJS.Signals | null): number {
  return name === null ? 0 : constants.signals[name];
}
