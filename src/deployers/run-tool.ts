// Runs a deployer's program: an environment of its own and nothing else of the user's but PATH, everything it says on the
// console without secrets. At its deadline it is killed with all that it started, and nothing goes on before it has ended.
import { $, type Options, type ProcessOutput } from 'zx';
import { reasonOf, withDeadlineToTheEnd } from '../base/deadline.js';
import { pathWith } from '../base/program-path.js';
import { redact } from '../base/redact.js';

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
  /** Values that must not reach a log. */
  readonly secrets: readonly string[];
  readonly console: (text: string) => void;
}

/** What it said, secrets masked. */
export interface ToolOutput {
  readonly exitCode: number;
  readonly stderr: string;
  /** Standard output and error as they came. */
  readonly all: string;
}

/** A command returns as soon as swarm took the specs; an engine that is short of memory answers slowly. */
const deadlineMs = 120_000;
const failureLines = 5;

export async function runTool(run: ToolRun, signal: AbortSignal): Promise<ToolOutput> {
  const { words, called, cwd, programs = null, secrets, console } = run;
  const env = { ...run.env, PATH: pathWith(programs, process.env['PATH']) };
  console(redact(`$ ${called}\n`, secrets));
  const output = await withDeadlineToTheEnd(redact(called, secrets), deadlineMs, signal, (both) => runToEnd(words, { cwd, env }, both));
  if (signal.aborted) throw reasonOf(signal);
  const all = redact(output.stdall, secrets);
  console(all);
  return { exitCode: output.exitCode ?? 1, stderr: redact(output.stderr, secrets), all };
}

/** As a process group of its own, so that one signal ends all of it; the signal of zx would end the shell around it alone. */
async function runToEnd(words: readonly string[], options: Partial<Options>, signal: AbortSignal): Promise<ProcessOutput> {
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
