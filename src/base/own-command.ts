// Runs a program that somebody wrote for himself: an argument vector without a shell, output as it comes and
// no more of it than can be kept, and an end in any case, also of what it left running behind.
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { reasonOf } from './deadline.js';
import { LabError, messageOf } from './lab-error.js';
import { attempt, processMark, type ProcessMark } from './process-mark.js';

export interface OwnCommand {
  /** The program, by its path, and its arguments. */
  readonly words: readonly string[];
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborts when its time is over: then it is ended. */
  readonly over: AbortSignal;
  /** Gets what it writes, of both streams, up to a bound. */
  readonly hear: (text: string) => void;
}

export interface CommandEnd {
  /** As a shell says it: 128 and the signal's number where a signal ended it. */
  readonly exitCode: number;
  /** The signal that ended it; null where it ended by itself. */
  readonly killedBy: string | null;
  /** The time was over before it ended by itself. */
  readonly timedOut: boolean;
  /** The end of what it wrote. */
  readonly tail: string;
  /** Processes of it that were still there when it had ended, and were ended too. */
  readonly left: number;
}

const termMs = 3000;
/** What was written before the end may still be on its way. */
const restMs = 300;
/** What was killed is gone soon; it is looked for this long, this often. */
const goneMs = 2000;
const againMs = 10;
const tailLength = 4000;
const lineMax = 4000;
const heardMax = 1024 ** 2;

/**
 * Throws `missing-tool` when the program cannot be started, and the reason of the signal when that aborts.
 * Whatever it is that ends this, nothing of the command is left running.
 */
export async function runOwnCommand(
  { words, cwd, env, over, hear }: OwnCommand,
  signal: AbortSignal,
): Promise<CommandEnd> {
  if (signal.aborted) throw reasonOf(signal);
  const [program = '', ...rest] = words;
  const mark = processMark();
  const child = started({ program, words: rest, cwd, env }, mark);
  const heard = listen(child, hear);
  try {
    const { exitCode, killedBy } = await exitOf(child, AbortSignal.any([signal, over]), program);
    const timedOut = over.aborted;
    await heard.rest();
    signal.throwIfAborted();
    return {
      exitCode,
      killedBy,
      timedOut,
      tail: heard.tail(),
      left: await endAll(child, mark),
    };
  } finally {
    await endAll(child, mark);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** What is too long for the kernel is refused at once, and not by an event. */
function started(
  { program, words, cwd, env }: Pick<OwnCommand, 'words' | 'cwd' | 'env'> & { readonly program: string },
  mark: ProcessMark,
): Spoken {
  try {
    return spawn(program, words, {
      cwd,
      env: { ...env, ...mark.env },
      stdio: ['ignore', 'pipe', 'pipe', mark.file ?? 'ignore'],
      detached: true,
    }) as Spoken;
  } catch (error) {
    throw new LabError('missing-tool', `${program} cannot be started: ${messageOf(error)}`, {
      hint: 'its words or its environment may be too long',
      cause: error,
    });
  } finally {
    mark.given();
  }
}

type Spoken = ChildProcessByStdio<null, Readable, Readable>;

interface Heard {
  readonly tail: () => string;
  /** Resolves when both streams have ended, or soon. */
  readonly rest: () => Promise<void>;
}

/** Whole lines, so that what is masked in them is seen whole; of a line that is too long, its beginning. */
function listen(child: ChildProcessByStdio<null, Readable, Readable>, hear: (text: string) => void): Heard {
  let [tail, length] = ['', 0];
  const remember = (text: string): void => {
    tail = `${tail}${text}`.slice(-tailLength);
  };
  const hearLines = (lines: readonly string[]): void => {
    const kept = lines
      .map((line) => (line.length > lineMax ? `${line.slice(0, lineMax)} …\n` : line))
      .join('');
    remember(kept);
    hear(kept);
    length += kept.length;
    if (length >= heardMax) hear('(what it wrote after this is not kept)\n');
  };
  const flushes = [child.stdout, child.stderr].map((stream) => {
    let open = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (length >= heardMax) {
        // Of a flood each line is not worth its time: whoever writes it would wait for it.
        remember(`${open}${text}`);
        open = '';
        return;
      }
      const lines = `${open}${text}`.split(/(?<=\n)/);
      open = lines.at(-1)?.endsWith('\n') === false ? (lines.pop() ?? '').slice(0, lineMax + 1) : '';
      if (lines.length > 0) hearLines(lines);
    });
    return (): void => {
      if (length >= heardMax) remember(open);
      else if (open !== '') hearLines([open]);
    };
  });
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  return {
    tail: () => tail,
    rest: async () => {
      await Promise.race([closed, new Promise<void>((resolve) => setTimeout(resolve, restMs))]);
      for (const flush of flushes) flush();
    },
  };
}

type Ended = Pick<CommandEnd, 'exitCode' | 'killedBy'>;

/** How it ended; when `over` aborts it is asked to end, and made to soon after. */
function exitOf(child: ChildProcess, over: AbortSignal, program: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let killing: NodeJS.Timeout | undefined;
    const end = (): void => {
      signalGroup(child, 'SIGTERM');
      killing = setTimeout(() => {
        signalGroup(child, 'SIGKILL');
      }, termMs);
    };
    const done = (settle: () => void): void => {
      clearTimeout(killing);
      over.removeEventListener('abort', end);
      settle();
    };
    over.addEventListener('abort', end, { once: true });
    if (over.aborted) end();
    child.once('error', (error) => {
      done(() => {
        reject(
          new LabError('missing-tool', `${program} cannot be run: ${messageOf(error)}`, {
            hint: 'it must be a program, or a script with a first line like #!/bin/sh that may be executed',
            cause: error,
          }),
        );
      });
    });
    child.once('exit', (code, name) => {
      done(() => {
        const exitCode = code ?? 128 + (name === null ? 0 : constants.signals[name]);
        resolve({ exitCode, killedBy: name });
      });
    });
  });
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): boolean {
  return pid !== undefined && signalled(-pid, name);
}

/** Its group, and what left the group but has the mark that only its own have; how many had the mark. */
async function endAll(child: ChildProcess, mark: ProcessMark): Promise<number> {
  const found = mark.processes();
  signalGroup(child, 'SIGKILL');
  const giveUpAt = performance.now() + goneMs;
  for (let left = found; left.length > 0 && performance.now() < giveUpAt; left = mark.processes()) {
    for (const pid of left) signalled(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
  return found.length;
}

function signalled(pid: number, name: NodeJS.Signals): boolean {
  return attempt(() => process.kill(pid, name)) === true;
}
