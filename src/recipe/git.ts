// The one way git is run: an environment of its own (no user or system config, no prompts), every command on the console,
// a deadline and a signal, and failures as LabErrors without credentials.
import { tmpdir } from 'node:os';
import { simpleGit } from 'simple-git';
import { withDeadline } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import { redact } from '../base/redact.js';

/** Runs git with these arguments and gives what it wrote to standard output. */
export type Git = (args: readonly string[], options?: GitOptions) => Promise<string>;

export interface GitOptions {
  /** What the command reads on standard input. */
  readonly input?: Buffer;
}

export interface GitContext {
  /** The folder in which git runs. */
  readonly dir: string;
  /** A git configuration file that stands in for the user's; `/dev/null` when there is nothing to say. */
  readonly configFile: string;
  readonly console: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Longest time for one command: a first clone over a slow network. */
const deadlineMs = 180_000;
const passedOn = ['PATH', 'SSH_AUTH_SOCK', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'https_proxy', 'http_proxy', 'no_proxy'];
const guarded = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_NOSYSTEM', 'GIT_TERMINAL_PROMPT'];

/** Git in a folder. Throws `tree` when a command fails and `missing-tool` when there is no git. */
export function gitIn(context: GitContext): Git {
  return async (args, options = {}) => {
    const words = redact(args.join(' '));
    context.console(`$ git ${words}\n`);
    try {
      return await withDeadline(`git ${words}`, deadlineMs, context.signal, (signal) =>
        simpleGit({
          baseDir: context.dir,
          abort: signal,
          allowEnvironment: guarded,
          unsafe: { allowUnsafeConfigPaths: true },
          ...(options.input === undefined ? {} : { input: () => options.input }),
        })
          .env(environment(context.configFile))
          .raw(...args),
      );
    } catch (error) {
      throw failureOf(words, error, context);
    }
  };
}

function environment(configFile: string): Record<string, string> {
  const kept = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    HOME: tmpdir(),
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_GLOBAL: configFile,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}

function failureOf(words: string, error: unknown, { console, signal }: GitContext): Error {
  if (signal.aborted || error instanceof LabError) return error as Error;
  const text = redact(messageOf(error)).trim();
  if (/ENOENT/.test(text)) return new LabError('missing-tool', 'git was not found', { hint: 'install git and put it on the PATH', phase: 'tree' });
  console(`${text}\n`);
  return new LabError('tree', `git ${words}: ${lastLine(text)}`, { phase: 'tree' });
}

/** Git says what is wrong in its `fatal:` line; what follows is advice. */
function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1) ?? 'failed without a word';
}
