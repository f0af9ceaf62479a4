// The socket that passes on what only reads: what goes through, and what an engine never sees.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SocketBefore } from '../../src/base/socket-before.js';
import { readOnlySocket } from '../../src/checks/read-only-socket.js';

let dir: string;
let engine: Server;
let asked: string[];
let socket: SocketBefore;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  asked = [];
  engine = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    outgoing.setHeader('Api-Version', '1.41');
    outgoing.end('from the engine');
  });
  await new Promise<void>((resolve) => engine.listen(join(dir, 'engine.sock'), resolve));
  socket = await readOnlySocket(dir, join(dir, 'engine.sock'));
});
afterEach(async () => {
  await socket.close();
  engine.close();
  engine.closeAllConnections();
  rmSync(dir, { recursive: true, force: true });
});

function send(method: string, path: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socket.path, method, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    sent.once('error', reject);
    sent.end(method === 'POST' ? '{}' : undefined);
  });
}

it('passes on what reads', async () => {
  await expect(send('GET', '/v1.41/services/a?x=1')).resolves.toEqual({
    status: 200,
    text: 'from the engine',
  });
  await send('HEAD', '/_ping');
  expect(asked).toEqual(['GET /v1.41/services/a?x=1', 'HEAD /_ping']);
});

it('answers the update of a service itself, and refuses every other write', async () => {
  await expect(send('POST', '/v1.41/services/a/update?version=4')).resolves.toMatchObject({ status: 200 });
  for (const [method, path] of [
    ['POST', '/v1.41/services/create'],
    ['DELETE', '/v1.41/services/a'],
    ['POST', '/v1.41/containers/a/kill'],
  ] as const)
    await expect(send(method, path)).resolves.toMatchObject({ status: 403 });
  expect(asked).toEqual([]);
});

it('an engine that is gone breaks the connection, and does not keep it waiting', async () => {
  engine.close();
  engine.closeAllConnections();
  await expect(send('GET', '/_ping')).rejects.toThrow();
});
