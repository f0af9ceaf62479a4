// Facts as earlier journals have them: what they do not say is filled in with what was true then.
import { type ServiceMode, stopGraceMsByDefault, updateConfigByDefault } from './fact.js';
import { daemonRestarter } from './named-actions.js';

/** Journals of older driftlabs knew no jobs, and nothing of how a service restarts, stops or rolls back. */

export function withDefaults(view: unknown): unknown {
  if (typeof view !== 'object' || view === null || 'mode' in view || !('replicas' in view)) return view;
  const mode: ServiceMode = view.replicas === null ? 'global' : 'replicated';
  return {
    ...view,
    mode,
    restart: 'any',
    stopGraceMs: stopGraceMsByDefault,
    rollbackConfig: updateConfigByDefault,
  };
}

/** Journals of older driftlabs knew amounts of memory only. */
export function ofMemory(line: unknown): unknown {
  if (typeof line !== 'object' || line === null || !('targetBytes' in line) || !('heldBytes' in line))
    return line;
  const { targetBytes: target, heldBytes: achieved, ...rest } = line;
  return { ...rest, unit: 'bytes', target, achieved };
}

/** Older driftlabs made engines of the machine's programs alone. */
export function ofTheMachine(line: unknown): unknown {
  return typeof line !== 'object' || line === null || 'programs' in line ? line : { ...line, programs: null };
}

/**
 * Journals of older driftlabs have of clients' calls the writes to services only, with the version in the
 * line alone.
 */
export function ofWritesAlone(line: unknown): unknown {
  if (typeof line !== 'object' || line === null || 'version' in line || !('line' in line)) return line;
  const version = /\/update\?version=(\d+)"/.exec(String(line.line))?.[1];
  return { ...line, containerId: null, version: version === undefined ? null : Number(version) };
}

/**
 * Older driftlabs told of an outage once, when it was noticed, and never of its end. That it ended is then
 * unknown, and the longest that any source could wait for an answer before it knew was ten seconds.
 */
export function withoutEnd(line: unknown): unknown {
  return typeof line !== 'object' || line === null || 'mark' in line
    ? line
    : { ...line, mark: 'begin', unseenMs: 10000 };
}

/** Older driftlabs did not say of an action that it restarts the daemon, and one alone did. */
export function withItsRestart(line: unknown): unknown {
  return typeof line === 'object' && line !== null && 'action' in line && line.action === daemonRestarter
    ? { ...line, restartsDaemon: true }
    : line;
}
