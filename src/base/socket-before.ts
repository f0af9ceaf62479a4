// A socket of the lab's own before an engine's: what is asked there is passed on as it is, unless who made it
// sees to it in another way.
import { request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface SocketBefore {
  readonly path: string;
  readonly close: () => Promise<void>;
}

/** Listens at `path`, which must be short: a socket's is at most 107 bytes long. */
export async function listenAt(server: Server, path: string): Promise<SocketBefore> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  return {
    path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/**
 * Asks the engine the same, and hands its answer on as it comes, the head of it at once. Nothing is asked
 * where the client is gone by then.
 */
export function passOn(incoming: IncomingMessage, outgoing: ServerResponse, enginePath: string): void {
  if (outgoing.destroyed) return;
  const { method, url, headers } = incoming;
  const passed = request({ socketPath: enginePath, method, path: url, headers, agent: false }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    outgoing.flushHeaders();
    response.pipe(outgoing);
  });
  passed.once('error', () => {
    outgoing.destroy();
  });
  outgoing.once('close', () => {
    passed.destroy();
  });
  incoming.pipe(passed);
}
