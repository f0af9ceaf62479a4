// A socket before the engine's own that passes everything on, and has a client wait before it updates or
// removes a service: what a harness is about to do is known before it is done.
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { listenAt, passOn, type SocketBefore } from '../../base/socket-before.js';

export interface GateHooks {
  /** A service is about to be updated. */
  readonly onUpdate: () => Promise<void>;
  /** A service is about to be removed, once one was made through this socket. */
  readonly onRemoval: () => Promise<void>;
}

const creation = /\/services\/create(?:\?|$)/;
const update = /\/services\/[^/]+\/update(?:\?|$)/;
const removal = /\/services\/[^/?]+(?:\?|$)/;

/** Makes it in `folder`, whose path must be short: a socket's is at most 107 bytes long. */
export async function writeGate(folder: string, enginePath: string, hooks: GateHooks): Promise<SocketBefore> {
  let made = false;
  const held = async ({ method, url = '' }: IncomingMessage): Promise<void> => {
    if (method === 'POST' && creation.test(url)) made = true;
    if (method === 'POST' && update.test(url)) await hooks.onUpdate();
    if (method === 'DELETE' && removal.test(url) && made) await hooks.onRemoval();
  };
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (incoming, outgoing) => {
    held(incoming).then(
      () => {
        passOn(incoming, outgoing, enginePath);
      },
      () => {
        outgoing.destroy();
      },
    );
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    hijack(incoming, { socket, head }, enginePath);
  });
  return listenAt(server, join(folder, 'engine.sock'));
}

/** Exec and attach leave HTTP behind: from then on bytes are passed on as they come. */
function hijack(
  { method, url, rawHeaders }: IncomingMessage,
  { socket, head }: { readonly socket: Socket; readonly head: Buffer },
  enginePath: string,
): void {
  const engine = connect(enginePath, () => {
    const lines = Array.from({ length: rawHeaders.length / 2 }, (_, place) =>
      [rawHeaders[2 * place], rawHeaders[2 * place + 1]].join(': '),
    );
    engine.write(`${[`${method ?? ''} ${url ?? ''} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
    engine.write(head);
    engine.pipe(socket).pipe(engine);
  });
  for (const [one, other] of [
    [engine, socket],
    [socket, engine],
  ] as const)
    one.once('error', () => {
      other.destroy();
    });
}
