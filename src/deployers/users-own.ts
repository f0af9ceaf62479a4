// The user's own ABRA_DIR is out of bounds: nothing of the lab's may lie in it, whatever TMPDIR says.
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { LabError } from '../base/lab-error.js';

/**
 * `what` names the folder in the message. Throws `bad-input` when it lies in `~/.abra` or in the ABRA_DIR of
 * the user's environment.
 */
export async function refuseUsersOwn(what: string, folder: string): Promise<void> {
  const real = await realpath(folder);
  for (const named of [process.env['ABRA_DIR'] ?? '', join(homedir(), '.abra')]) {
    const own = named === '' ? null : await realpath(named).catch(() => null);
    if (own === null || !isWithin(own, real)) continue;
    throw new LabError(
      'bad-input',
      `${what} ${real} lies in your own, ${own}, which driftlab never writes to`,
      { hint: 'set TMPDIR to a folder outside of it' },
    );
  }
}

function isWithin(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}
