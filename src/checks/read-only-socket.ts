// A socket that passes on what only reads, for programs that cannot wait for an update without posting one:
// the post is answered as the engine would, and never reaches it.
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { listenAt, passOn, type SocketBefore } from '../base/socket-before.js';

const serviceUpdate = /\/services\/[^/]+\/update(?:\?|$)/;

/** Makes it in `folder`, before the engine's own. */
export async function readOnlySocket(folder: string, enginePath: string): Promise<SocketBefore> {
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '' } = incoming;
    if (method === 'GET' || method === 'HEAD') passOn(incoming, outgoing, { enginePath });
    else
      incoming.resume().once('end', () => {
        if (method === 'POST' && serviceUpdate.test(url)) answer(outgoing, 200, { Warnings: null });
        else answer(outgoing, 403, { message: 'this socket is for reading' });
      });
  });
  return listenAt(server, join(folder, 'read-only.sock'));
}

function answer(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(body));
}
