// A socket that passes on what only reads, for programs that cannot wait for an update without posting one:
// the post is answered as the engine would, and never reaches it.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

export interface ReadOnlySocket {
  readonly path: string;
  readonly close: () => Promise<void>;
}

const serviceUpdate = /\/services\/[^/]+\/update(?:\?|$)/;

/** Makes it in `folder`, before the engine's own. */
export async function readOnlySocket(folder: string, enginePath: string): Promise<ReadOnlySocket> {
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '' } = incoming;
    incoming.resume();
    if (method === 'GET' || method === 'HEAD') passOn(incoming, outgoing, enginePath);
    else
      incoming.once('end', () => {
        if (method === 'POST' && serviceUpdate.test(url)) answer(outgoing, 200, { Warnings: null });
        else answer(outgoing, 403, { message: 'this socket is for reading' });
      });
  });
  const path = join(folder, 'read-only.sock');
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

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, socketPath: string): void {
  const { method, url, headers } = incoming;
  const passed = request({ socketPath, method, path: url, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  passed.once('error', () => {
    outgoing.destroy();
  });
  outgoing.once('close', () => {
    passed.destroy();
  });
  passed.end();
}

function answer(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(body));
}
