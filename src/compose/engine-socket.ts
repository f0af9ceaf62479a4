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

/** A named volume whose driver binds such a path is such a bind too. */
export function socketBinds({ services, volumes }: Stack): readonly SocketBind[] {
  return [...services.values()].flatMap(({ name, mounts }) =>
    mounts.flatMap(({ type, source: named, target, readOnly, place: written }) => {
      const device = type === 'volume' && named !== null ? (volumes.get(named)?.device ?? null) : null;
      const [source, place] = device === null ? [named, written] : [device.value, device.place];
      if ((type !== 'bind' && device === null) || source === null) return [];
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
