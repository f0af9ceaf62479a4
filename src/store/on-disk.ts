// What the file system refuses, as a sentence with the way out: a full disk or a wrong path is no bug of
// driftlab's.
import { LabError, messageOf } from '../base/lab-error.js';

interface Refusal {
  readonly words: string;
  readonly hint: string;
  /** `bad-input`: the path itself is no place for it, whatever the machine does. */
  readonly code: 'bad-input' | 'results';
}

const elsewhere = 'name another folder, as by --out';
const makeRoom = 'make room there: what is finished is kept, and `driftlab resume` does the rest';
const letWrite = 'let this user write there, or name another folder by --out';

const refusals: Readonly<Record<string, Refusal>> = {
  ENOSPC: { words: 'no space is left on that disk', hint: makeRoom, code: 'results' },
  EDQUOT: { words: 'the quota of that disk is used up', hint: makeRoom, code: 'results' },
  EROFS: { words: 'that disk can only be read', hint: letWrite, code: 'results' },
  EACCES: { words: 'this user may not', hint: letWrite, code: 'results' },
  EPERM: { words: 'that is not permitted', hint: letWrite, code: 'results' },
  ENOTDIR: { words: 'a part of the path is a file', hint: elsewhere, code: 'bad-input' },
  EEXIST: { words: 'a part of the path is a file', hint: elsewhere, code: 'bad-input' },
  EISDIR: {
    words: 'it is a folder',
    hint: 'take the folder away, or name another campaign',
    code: 'bad-input',
  },
  ENOENT: { words: 'there is no such place', hint: elsewhere, code: 'bad-input' },
  ENAMETOOLONG: { words: 'the path is too long', hint: elsewhere, code: 'bad-input' },
  ELOOP: { words: 'its links lead in a circle', hint: elsewhere, code: 'bad-input' },
};

/**
 * Does `work`; an error of the file system is thrown as a LabError that says what could not be done, `doing`
 * before the path.
 */
export function onDisk<T>(doing: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusedOnDisk(doing, path, error);
  }
}

/** That error; any other stays what it is. */
export function refusedOnDisk(doing: string, path: string, error: unknown): Error {
  if (error instanceof LabError) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined)
    return error instanceof Error ? error : new Error(messageOf(error));
  const {
    words,
    hint,
    code: kind,
  } = refusals[code] ?? {
    words: messageOf(error),
    hint: "see what the kernel's log says of that disk",
    code: 'results',
  };
  return new LabError(kind, `cannot ${doing} ${path}: ${words}`, { hint, cause: error });
}
