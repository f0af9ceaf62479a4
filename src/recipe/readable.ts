// What is said when a repository cannot be read: which one, why in git's words, and what to do.
import { isAbsolute } from 'node:path';
import { LabError, messageOf } from '../base/lab-error.js';
import { redact } from '../base/secrets/index.js';

const noRepository =
  /does not appear to be a git repository|not a git repository|repository '.*' does not exist/;

/** Runs `read`; a failure of git, or time that ran out, becomes an error that names the repository. */
export async function readable<T>(
  role: 'mirror' | 'upstream',
  place: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const name = `${role} ${redact(place)}`;
    if (isTimeout(error)) {
      const hint = 'try `git ls-remote` on it: is the address right, and can it be reached from here?';
      throw new LabError('timeout', `${name} did not answer in time`, { hint, phase: 'tree', cause: error });
    }
    if (!(error instanceof LabError) || error.code !== 'tree') throw error;
    throw unreadable(name, place, error);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof LabError
    ? error.code === 'timeout'
    : error instanceof Error && error.name === 'TimeoutError';
}

function unreadable(name: string, place: string, cause: LabError): LabError {
  if (isAbsolute(place) && noRepository.test(cause.message)) {
    const hint = 'give the path of a git repository, relative to the scenario, or a URL';
    return new LabError('tree', `${name} cannot be read: it is not a git repository`, {
      hint,
      phase: 'tree',
      cause,
    });
  }
  return new LabError('tree', `${name} cannot be read: ${messageOf(cause)}`, {
    hint:
      'try `git ls-remote` on it; no password is asked here, so a private repository needs a key in ' +
      'the ssh agent or a credential helper of git',
    phase: 'tree',
    cause,
  });
}
