// Runs a deployer's program: an environment of its own and nothing else of the user's but PATH, everything it
// says on the console without secrets. At its deadline it is killed with all that it started, and nothing
// goes on before it has ended.
import type { Options, ProcessOutput } from 'zx';
import { reasonOf, withDeadlineToTheEnd } from '../base/deadline.js';
import { pathWith } from '../base/program-path.js';
import type { Mask } from '../base/secrets/index.js';

export interface ToolRun {
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** How the command is called on the console and in the message when it takes too long. */
  readonly called: string;
  readonly cwd: string;
  /** Folder in which programs are looked for before the PATH. */
  readonly programs?: string | null;
  /** Without a HOME of its own, the shell that starts the program would read the user's start-up files. */
  readonly env: Readonly<Record<string, string>> & { readonly HOME: string };
  /** Takes secrets out of what goes to the console. */
  readonly mask: Mask;
  readonly console: (text: string) => void;
  /** Milliseconds after which it is killed, and a `timeout` LabError thrown. */
  readonly timeoutMs: number;
}

/** What it said, word for word: to be read, and to be masked before it is kept. */
export interface ToolOutput {
  readonly exitCode: number;
  readonly stderr: string;
  /** Standard output and error as they came. */
  readonly all: string;
}

const failureLines = 5;

export async function runTool(run: ToolRun, signal: AbortSignal): Promise<ToolOutput> {
  const { words, called, cwd, programs = null, mask, console, timeoutMs } = run;
  const env = { ...run.env, PATH: pathWith(programs, process.env['PATH']) };
  console(mask(`$ ${called}\n`));
  const output = await withDeadlineToTheEnd(mask(called), timeoutMs, signal, (both) =>
    runToEnd(words, { cwd, env }, both),
  );
  if (signal.aborted) throw reasonOf(signal);
  console(mask(output.stdall));
  return { exitCode: output.exitCode ?? 1, stderr: output.stderr, all: output.stdall };
}

/**
 * As a process group of its own, so that one signal ends all of it; the signal of zx would end the shell
 * around it alone.
 */
async function runToEnd(
  words: readonly string[],
  options: Partial<Options>,
  signal: AbortSignal,
): Promise<ProcessOutput> {
  const { $ } = await import('zx');
  const running = $({ ...options, detached: true, quiet: true, nothrow: true })`${words}`;
  const group = running.pid;
  const onAbort = (): void => {
    if (group !== undefined) killGroup(group);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await running;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The end of what a program said; null when it said nothing. */
export function lastLines(text: string): string | null {
  return text.trim().split('\n').slice(-failureLines).join('\n') || null;
}
