// The engine's socket in a container: refused unless the scenario asks for it. Then it is the socket of the
// engine under test, laid over the path that the recipe writes.
import { readStack } from '../compose/read-stack.js';
import { socketBinds } from '../compose/engine-socket.js';
import type { Stack } from '../compose/stack.js';
import { engineTraits } from '../scenario/engines/index.js';
import type { Settings } from '../scenario/scenario.js';
import type { DeployRequest } from '../trial/ports.js';
import { textsOf, type Composed } from './composed.js';

const wayOut = 'engine: { socket: true } gives the socket of the engine under test';

/** A sentence for each bind that is not to be had, with its place. */
export function socketReasons(
  stack: Stack,
  { engine, deployer }: Pick<Settings, 'engine' | 'deployer'>,
): readonly string[] {
  const { isOwn } = engineTraits(engine);
  return socketBinds(stack).flatMap(({ service, place, source, isSocket }) => {
    const at = `${place.file}:${String(place.line)}:${String(place.column)}`;
    const what = `${at}: service ${service} is given ${source}`;
    const ofEngine = isOwn ? "this machine's own engine" : 'the whole engine';
    if (!isSocket && isOwn)
      return [
        `${what}, and with it ${ofEngine} (lay an overlay over it: ` +
          'a mount of the same target with another source)',
      ];
    if (!engine.socket) return [`${what}, and with it ${ofEngine} (${wayOut})`];
    return isOwn && deployer !== 'stack'
      ? [`${what}: only the deployer stack can give it the engine under test's own (deployer: stack)`]
      : [];
  });
}

/** Of each service the mounts that take the place of those, in the words of a compose file. */
export function ownSocketMounts(
  { settings, engine }: Pick<DeployRequest, 'settings' | 'engine'>,
  composed: Composed,
): Readonly<Record<string, readonly object[]>> {
  const { stack } = readStack(textsOf(composed), composed.env);
  if (stack === null || !engineTraits(settings.engine).isOwn || !settings.engine.socket) return {};
  const mounts: Record<string, object[]> = {};
  for (const { service, target, readOnly, isSocket } of socketBinds(stack)) {
    if (!isSocket) continue;
    const mount = { type: 'bind', source: engine.socketPath, target, read_only: readOnly };
    mounts[service] = [...(mounts[service] ?? []), mount];
  }
  return mounts;
}
