// The one way git is run: an environment of its own (no system config, the user's only as far as a caller
// copied it, no prompts), every command on the console, a deadline and a signal, and failures as LabErrors
// without credentials.
import { homedir } from 'node:os';
import { simpleGit, type SimpleGitOptions } from 'simple-git';
import { reasonOf, withDeadline } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import { redact } from '../base/secrets/index.js';

/** Runs git with these arguments and gives what it wrote to standard output. */
export type Git = (args: readonly string[], options?: GitOptions) => Promise<string>;

export interface GitOptions {
  /** What the command reads on standard input. */
  readonly input?: Buffer;
  /** True where exit code 1 without a word means that nothing was found, which is an answer. */
  readonly mayFindNothing?: boolean;
}

export interface GitContext {
  /** The folder in which git runs. */
  readonly dir: string;
  /**
   * Stands in for the user's git configuration; `/dev/null` when there is nothing to say, null for the user's
   * own.
   */
  readonly configFile: string | null;
  readonly console: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Longest time for one command: a first clone over a slow network. */
const deadlineMs = 180_000;
const passedOn = [
  'PATH',
  'SSH_AUTH_SOCK',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'https_proxy',
  'http_proxy',
  'no_proxy',
];
const ownConfig = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_NOSYSTEM', 'GIT_TERMINAL_PROMPT'];

/** Git in a folder. Throws `tree` when a command fails and `missing-tool` when there is no git. */
export function gitIn(context: GitContext): Git {
  return async (args, options = {}) => {
    const words = redact(args.join(' '));
    context.console(`$ git ${words}\n`);
    try {
      return await withDeadline(`git ${words}`, deadlineMs, context.signal, (signal) =>
        simpleGit(settingsFor(context.dir, options, signal))
          .env(environment(context.configFile))
          .outputHandler(endAtOnce)
          .raw(...args),
      );
    } catch (error) {
      throw failureOf(words, error, context);
    }
  };
}

/**
 * simple-git guards against settings that run programs; the only one allowed is where the configuration is.
 */
function settingsFor(
  baseDir: string,
  { input, mayFindNothing = false }: GitOptions,
  abort: AbortSignal,
): Partial<SimpleGitOptions> {
  return {
    baseDir,
    abort,
    allowEnvironment: ownConfig,
    unsafe: { allowUnsafeConfigPaths: true },
    errors: (error, { exitCode, stdErr }) => {
      const silent = mayFindNothing && exitCode === 1 && stdErr.length === 0;
      return silent ? undefined : (error ?? (exitCode === 0 ? undefined : Buffer.concat(stdErr)));
    },
    ...(input === undefined ? {} : { input: () => input }),
  };
}

/**
 * simple-git gives a command that said nothing 50 ms more for late words; the end of its output says that
 * none will come.
 */
function endAtOnce(_command: string, stdout: NodeJS.ReadableStream): void {
  stdout.on('end', () => stdout.emit('data', Buffer.alloc(0)));
}

function environment(configFile: string | null): Record<string, string> {
  const kept = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    HOME: homedir(),
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_TERMINAL_PROMPT: '0',
    ...(configFile === null ? {} : { GIT_CONFIG_GLOBAL: configFile, GIT_CONFIG_NOSYSTEM: '1' }),
  };
}

function failureOf(words: string, error: unknown, { console, signal }: GitContext): Error {
  if (signal.aborted) return reasonOf(signal);
  if (error instanceof LabError) return error;
  const text = redact(messageOf(error)).trim();
  if (/\bENOENT\b/.test(text))
    return new LabError('missing-tool', 'git was not found', {
      hint: 'install git and put it on the PATH',
      phase: 'tree',
    });
  console(`${text}\n`);
  return new LabError('tree', `git ${words}: ${reasonIn(text)}`, { phase: 'tree' });
}

/**
 * Git says what is wrong in its `fatal:` or `error:` line, or behind `!` where it refused a ref; what follows
 * is advice.
 */
function reasonIn(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => /^(fatal:|error:|! )/.test(line)) ?? lines.at(-1) ?? 'failed without a word';
}
