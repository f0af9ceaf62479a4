// Where driftlab keeps what it can make again.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Built images and fixture repositories, safe to delete at any time. */
export function cacheDir(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'driftlab');
}
