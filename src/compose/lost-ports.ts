// Ports that docker drops without a word when it merges files. Source: docker/cli,
// cli/compose/loader/merge.go.
import type { Fault } from './place.js';
import type { Port, Stack } from './stack.js';

/**
 * Ports of one file that share their published number with a later one of it, where another file has the
 * service too.
 */
export function lostPorts(stacks: readonly Stack[]): readonly Fault[] {
  return stacks.flatMap((stack) =>
    [...stack.services.values()].flatMap(({ name, ports }) => {
      if (!stacks.some((other) => other !== stack && other.services.has(name))) return [];
      const last = new Map(ports.map((port) => [port.published ?? 0, port]));
      return ports.filter((port) => last.get(port.published ?? 0) !== port).map((port) => lost(name, port));
    }),
  );
}

function lost(service: string, { published, target, protocol, place }: Port): Fault {
  const what =
    published === null ? `port ${String(target)}/${protocol}` : `port ${String(published)}/${protocol}`;
  return {
    kind: 'lost',
    place,
    message: `docker drops ${what} of service ${service} when it merges the files`,
    hint: null,
  };
}
