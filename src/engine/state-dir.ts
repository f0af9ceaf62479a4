// Where driftlab keeps what must be found again after it died: the records of its engines, and its cache of
// images.
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** `$DRIFTLAB_STATE`, else `$XDG_STATE_HOME/driftlab`, else `~/.local/state/driftlab`. */
export function defaultStateDir(env: Environment = process.env): string {
  if (env['DRIFTLAB_STATE']) return env['DRIFTLAB_STATE'];
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'driftlab');
}

/** The folder that holds one folder for each engine. */
export function enginesDir(stateDir: string): string {
  return join(stateDir, 'engines');
}

/** The folder that holds one folder for each visit to an existing engine. */
export function visitsDir(stateDir: string): string {
  return join(stateDir, 'visits');
}
