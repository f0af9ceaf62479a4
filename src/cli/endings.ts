// How the process ends when no command says how: by a signal before anything is to be ended in order, by an
// error that nobody caught, or when nobody can read what it says. Loaded before all else, so it sees no more
// than it needs.
import { writeSync } from 'node:fs';
import { messageOf } from '../base/lab-error.js';
import { visible } from '../base/visible.js';
import { describeError, exitCodeOfError, exitCodes } from './exit.js';

export const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whoever has something to end in order takes this off, and listens itself. */
export function endAtOnce(): void {
  process.exit(exitCodes.interrupted);
}

/** To be called once, before anything else. */
export function endInOrder(): void {
  for (const name of signals) process.on(name, endAtOnce);
  process.on('uncaughtException', endByError);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    unread(error, 'standard output');
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    unread(error, 'standard error');
  });
}

/**
 * Engines die with the process; what was on record is on disk. Rejections that nobody handled come here too.
 */
export function endByError(error: unknown): void {
  say(describeError(error));
  process.exit(exitCodeOfError(error));
}

/**
 * A reader that went away, as in `driftlab report | head`, ends nothing: what is said to nobody is lost, and
 * nothing else. Where a disk takes no more the work goes on too, but whoever asked is told.
 */
function unread(error: NodeJS.ErrnoException, what: string): void {
  if (
    error.code === 'EPIPE' ||
    error.code === 'ERR_STREAM_DESTROYED' ||
    process.exitCode === exitCodes.missingTool
  )
    return;
  say(`driftlab: ${what} cannot be written: ${messageOf(error)}\n`);
  process.exitCode = exitCodes.missingTool;
}

/** At once, whatever becomes of the process; where nobody can be told, nobody is. */
function say(text: string): void {
  try {
    writeSync(2, visible(text));
  } catch {
    process.exitCode = exitCodes.missingTool;
  }
}
