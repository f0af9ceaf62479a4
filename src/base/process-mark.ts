// The processes of a command, told from all others: by a variable of their environment, and by a file that
// they have open. One that leaves its session, and clears its environment or closes its files, has the other.
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

export interface ProcessMark {
  /** To be in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** To be the first of its files after the usual three; null where none could be made. */
  readonly file: number | null;
  /** The command has it by now. */
  readonly given: () => void;
  /** Processes that have the mark. None where there is no such file system. */
  readonly processes: () => readonly number[];
}

/** The first that a program does not use by itself. */
const markedFile = 3;
const name = 'DRIFTLAB_COMMAND';

export function processMark(): ProcessMark {
  const id = randomUUID();
  const path = join(tmpdir(), `driftlab-command-${id}`);
  const file = attempt(() => openSync(path, 'w'));
  attempt(() => {
    unlinkSync(path);
  });
  const link = (pid: string, number: number): string | null =>
    attempt(() => readlinkSync(`/proc/${pid}/fd/${String(number)}`));
  const opened = file === null ? null : link('self', file);
  const isMarked = (pid: string): boolean =>
    (opened !== null && link(pid, markedFile) === opened) ||
    attempt(() => readFileSync(`/proc/${pid}/environ`, 'utf8'))?.includes(`${name}=${id}`) === true;
  return {
    env: { [name]: id },
    file,
    given: () => {
      if (file !== null) closeSync(file);
    },
    processes: () =>
      (attempt(() => readdirSync('/proc')) ?? [])
        .filter((folder) => /^\d+$/.test(folder))
        .filter(isMarked)
        .map(Number),
  };
}

/** Null for a process that is gone meanwhile, or another's. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
