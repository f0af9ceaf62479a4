// Keeps a program away from the host's own engine: it is not known of every program that it obeys
// DOCKER_HOST, and what it asks at the usual socket must not reach an engine that is not the lab's.
import { existsSync, statSync } from 'node:fs';
import { LabError } from './lab-error.js';

const hostSocket = '/var/run/docker.sock';
const mountAndRun = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';

/**
 * The words of a command in which the usual socket is the given one; the command itself where the host has no
 * such socket.
 */
export function seeingOnly(
  socketPath: string,
  words: readonly string[],
  usual = hostSocket,
): readonly string[] {
  if (!existsSync(usual) || isSame(usual, socketPath)) return words;
  if (process.getuid?.() !== 0) {
    throw new LabError('missing-tool', `without root it cannot be kept away from the engine at ${usual}`, {
      hint: `run with sudo, or name ${usual} itself as the engine`,
    });
  }
  return [
    'unshare',
    '--mount',
    '--propagation',
    'private',
    '--',
    'sh',
    '-c',
    mountAndRun,
    'sh',
    socketPath,
    usual,
    ...words,
  ];
}

/** By what they are, not by their paths: the usual folder is often a link. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
