// A socket of the lab's own before an engine's: what is asked there is passed on as it is, unless who made it
// sees to it in another way.
import { request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface SocketBefore {
  readonly path: string;
  /** Cuts every connection, also those that have left HTTP behind; resolves when all are gone. */
  readonly close: () => Promise<void>;
}

/** Listens at `path`, which must be short: a socket's is at most 107 bytes long. */
export async function listenAt(server: Server, path: string): Promise<SocketBefore> {
  // A server of Node does not count a connection any more that has left HTTP behind, yet waits for its end.
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
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
        for (const socket of open) socket.destroy();
      }),
  };
}

export interface Passing {
  readonly enginePath: string;
  /** What the client sent, where that was read before; null or left out: it is still to come. */
  readonly wholeBody?: Buffer | null;
}

/**
 * Asks the engine the same, and hands its answer on as it comes, the head of it at once. Nothing is asked
 * where the client is gone by then. An answer that breaks off breaks off for the client too.
 */
export function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { enginePath, wholeBody = null }: Passing,
): void {
  if (outgoing.destroyed) return;
  const { method, url, headers } = incoming;
  const passed = request({ socketPath: enginePath, method, path: url, headers, agent: false }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    outgoing.flushHeaders();
    response.pipe(outgoing);
    response.once('close', () => {
      if (!response.complete) outgoing.destroy();
    });
  });
  passed.once('error', () => {
    outgoing.destroy();
  });
  outgoing.once('close', () => {
    passed.destroy();
  });
  if (wholeBody === null) incoming.pipe(passed);
  else passed.end(wholeBody);
}
