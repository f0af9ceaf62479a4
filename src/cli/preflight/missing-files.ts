// Files that a stack takes from the recipe or from the node, and that are not there.
import { posix } from 'node:path';
import type { Placed } from '../../compose/place.js';
import type { Mount, Stack } from '../../compose/stack.js';
import type { Side } from '../../recipe/index.js';
import type { SideProblem } from './side-problem.js';

/** Whether this machine has a file or folder of that absolute path. */
export type OnMachine = (path: string) => boolean;

interface FilesQuestion {
  readonly stack: Stack;
  readonly side: Side;
  readonly isThere: OnMachine;
}

export function missingFiles({ stack, side, isThere }: FilesQuestion): readonly SideProblem[] {
  const folder = posix.dirname(side.files[0]?.file ?? '');
  const has = (path: string): boolean =>
    posix.isAbsolute(path) ? isThere(path) : inCommit(posix.normalize(posix.join(folder, path)), side.paths);
  const lack = (file: Placed<string>, what: string): readonly SideProblem[] => {
    if (isTemplate(file.value) || has(file.value)) return [];
    const where = posix.isAbsolute(file.value) ? 'on this machine' : 'in the commit';
    const message = `${what} ${file.value}, which is not ${where}`;
    return [{ kind: 'refused', place: file.place, message, hint: null }];
  };
  const objects = [
    ...[...stack.configs].map(([name, one]) => ({ what: `the config ${name} comes from`, one })),
    ...[...stack.secrets].map(([name, one]) => ({ what: `the secret ${name} comes from`, one })),
  ].flatMap(({ what, one: { file, external } }) => (file === null || external ? [] : lack(file, what)));
  const services = [...stack.services.values()].flatMap(({ name, envFiles, mounts }) => [
    ...envFiles.flatMap((file) => lack(file, `service ${name} takes its environment from`)),
    ...mounts.flatMap((mount) => {
      const bound = boundBy(mount, stack);
      if (bound === null || isSocket(bound.value) || bound.value.startsWith('~')) return [];
      return lack(bound, `service ${name} mounts`).map((problem): SideProblem => ({
        ...problem,
        kind: 'never-runs',
      }));
    }),
  ]);
  return [...objects, ...services];
}

/** The path of the node that a mount binds, by itself or by the driver of its volume; null of every other. */
export function boundBy({ type, source, place }: Mount, { volumes }: Stack): Placed<string> | null {
  if (source === null) return null;
  if (type === 'bind') return { value: source, place };
  return type === 'volume' ? (volumes.get(source)?.device ?? null) : null;
}

function inCommit(path: string, paths: ReadonlySet<string>): boolean {
  const inside = path.replace(/\/+$/, '');
  if (inside === '.' || inside.startsWith('..') || paths.has(inside)) return true;
  // What git lists above it is a link to a folder, or a submodule, whose files it does not list.
  const above = inside.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
  if (above.some((one) => one !== '' && paths.has(one))) return true;
  return [...paths].some((one) => one.startsWith(`${inside}/`));
}

function isTemplate(path: string): boolean {
  return path === '' || path.includes('{{');
}

/** The engine's own, which is another matter. */
function isSocket(path: string): boolean {
  return path.endsWith('.sock');
}
