// Binds through which a container gets at the engine that it runs on: its socket, or a folder that holds it.
// On a private engine such a path is that of this machine's own engine, which no recipe under test may have.
import type { Place } from './place.js';
import type { Stack } from './stack.js';

export interface SocketBind {
  readonly service: string;
  readonly place: Place;
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** False of a folder, in which more than the socket may be. */
  readonly isSocket: boolean;
}

const folders: ReadonlySet<string> = new Set(['/', '/run', '/var', '/var/run']);

export function socketBinds({ services }: Stack): readonly SocketBind[] {
  return [...services.values()].flatMap(({ name, mounts }) =>
    mounts.flatMap(({ type, source, target, readOnly, place }) => {
      if (type !== 'bind' || source === null) return [];
      const path = normalized(source);
      const isSocket = path.endsWith('/docker.sock');
      return isSocket || folders.has(path)
        ? [{ service: name, place, source, target, readOnly, isSocket }]
        : [];
    }),
  );
}

/** The path without what says nothing: doubled slashes, `.`, a step down and up again. */
function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
