// First processes of an engine, which wait for a word before they do anything: until then their pid goes on
// record.
import type { ChildProcess } from 'node:child_process';
import { present } from '../base/assert.js';
import { dyingWithUs } from '../base/dying-with-us.js';
import { LabError } from '../base/lab-error.js';

/** Starts nothing before it is told to, and nothing at all when driftlab died before telling it. */
const launcher = 'read -r word && [ "$word" = go ] || exit 1; exec "$@" </dev/null 4</proc/$$';

/**
 * For the script of a launcher's child that asked to be killed with it: ends where the launcher died before
 * it had asked. File 4 is what the kernel tells of the launcher, in which one that is ending has no folder.
 */
export const withLauncher = '[ -e /proc/self/fd/4/cwd ] || exit 1; exec 4<&-';

/** A program and its arguments that waits for the word, and dies with driftlab unless it is to be kept. */
export function waiting(keep: boolean, words: readonly string[]): readonly [string, ...string[]] {
  const wait = ['sh', '-c', launcher, 'driftlab-engine', ...words] as const;
  return keep ? wait : dyingWithUs(wait);
}

/** Gives it the word. */
export function release(child: ChildProcess): void {
  const input = present(child.stdin, 'standard input of the launcher');
  input.on('error', () => undefined); // a launcher that died shows in the child's exit
  input.end('go\n');
}

/** Aborts with an `engine-lost` LabError when it ends, asked or not; `called` is what it is to the engine. */
export function endOf(child: ChildProcess, called: string): AbortSignal {
  const ended = new AbortController();
  child.once('error', (cause) => {
    ended.abort(new LabError('engine-lost', `${called} could not be started`, { cause }));
  });
  child.once('exit', (code, by) => {
    const how = by ?? `exit code ${String(code)}`;
    ended.abort(
      new LabError('engine-lost', `the process of ${called} ended (${how})`, {
        hint: 'See dockerd.log in its folder, and the kernel log.',
      }),
    );
  });
  return ended.signal;
}
