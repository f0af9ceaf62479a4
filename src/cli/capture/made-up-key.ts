// The key by which made values are made from secrets: the same secret gets the same value in every capture
// that is made with it, and nobody who is given a capture can try out which secret a value is of. It stays in
// the state folder and is in no capture.
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolders } from '../../base/make-folders.js';
import { onDisk } from '../../store/index.js';

export interface MadeUpKey {
  readonly fingerprint: (secret: string) => string;
  /** What the key is told by; says nothing of it. */
  readonly id: string;
}

const name = 'capture.key';
const bytes = 32;

/** The one of this state folder, made where there is none yet. */
export function keptKey(stateDir: string): MadeUpKey {
  const path = join(stateDir, name);
  return onDisk('keep the key of made values', path, () => {
    if (!existsSync(path)) {
      makeFolders(dirname(path));
      try {
        writeFileSync(path, randomBytes(bytes).toString('hex'), { mode: 0o600, flag: 'wx' });
      } catch (error) {
        // another capture made it meanwhile
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    return keyOf(readFileSync(path, 'utf8').trim());
  });
}

/** One for a look that nothing is kept of. */
export function passingKey(): MadeUpKey {
  return keyOf(randomBytes(bytes).toString('hex'));
}

function keyOf(key: string): MadeUpKey {
  const fingerprint = (text: string): string => createHmac('sha256', key).update(text).digest('hex');
  return { fingerprint: (secret) => fingerprint(`secret ${secret}`), id: fingerprint('id').slice(0, 12) };
}
