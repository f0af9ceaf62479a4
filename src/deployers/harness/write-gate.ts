// A socket before the engine's own that passes everything on, and has a client wait before it updates or
// removes a service: what a harness is about to do is known before it is done.
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { askAgain, hijack, leavesHttp } from './hijack.js';
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
  const path = join(folder, 'engine.sock');
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
    if (leavesHttp(incoming)) hijack(incoming, { socket, head }, enginePath);
    else askAgain(incoming, { socket, head }, path);
  });
  return listenAt(server, path);
}
