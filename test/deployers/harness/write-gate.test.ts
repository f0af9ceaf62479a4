// The socket before the engine's own: everything passes, and updates and removals wait.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SocketBefore } from '../../../src/base/socket-before.js';
import { writeGate } from '../../../src/deployers/harness/write-gate.js';

let dir: string;
let engine: Server;
let gate: SocketBefore | null;
let asked: string[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'dl-'));
  asked = [];
  gate = null;
  engine = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''} ${body}`.trim());
      outgoing.writeHead(201, { 'x-engine': 'yes' });
      outgoing.end('done');
    });
  });
  engine.on('upgrade', (_, socket) => {
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => engine.listen(join(dir, 'real.sock'), resolve));
});
afterEach(async () => {
  await gate?.close();
  engine.closeAllConnections();
  engine.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(hooks: {
  onUpdate?: () => Promise<void>;
  onRemoval?: () => Promise<void>;
}): Promise<string> {
  const nothing = (): Promise<void> => Promise.resolve();
  gate = await writeGate(dir, join(dir, 'real.sock'), { onUpdate: nothing, onRemoval: nothing, ...hooks });
  return gate.path;
}

function ask(socketPath: string, method: string, path: string, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, method, path }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => {
        resolve(`${String(answer.statusCode)} ${String(answer.headers['x-engine'])} ${text}`);
      });
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

it('passes on what is asked with its body, and gives back the very answer', async () => {
  const path = await open({});
  expect(await ask(path, 'POST', '/v1.41/services/create', '{"Name":"a"}')).toBe('201 yes done');
  expect(asked).toEqual(['POST /v1.41/services/create {"Name":"a"}']);
});

it('has an update wait until it was told of, and nothing else', async () => {
  const order: string[] = [];
  const path = await open({
    onUpdate: () => {
      order.push(`told after ${String(asked.length)}`);
      return Promise.resolve();
    },
  });
  await ask(path, 'POST', '/v1.41/services/create', '{}');
  await ask(path, 'GET', '/v1.41/services/abc');
  await ask(path, 'POST', '/v1.41/services/abc/update?version=3', '{}');
  expect(order).toEqual(['told after 2']);
  expect(asked.at(-1)).toBe('POST /v1.41/services/abc/update?version=3 {}');
});

it('has a removal wait once something was made, and lets one pass that clears up before', async () => {
  const order: string[] = [];
  const path = await open({
    onRemoval: () => {
      order.push('told');
      return Promise.resolve();
    },
  });
  await ask(path, 'DELETE', '/v1.41/services/left-over');
  expect(order).toEqual([]);
  await ask(path, 'POST', '/v1.41/services/create', '{}');
  await ask(path, 'DELETE', '/v1.41/services/abc');
  await ask(path, 'DELETE', '/v1.41/networks/abc');
  expect(order).toEqual(['told']);
});

it('does not pass on what the lab could not tell of', async () => {
  const path = await open({ onUpdate: () => Promise.reject(new Error('the trial is over')) });
  await expect(ask(path, 'POST', '/v1.41/services/abc/update', '{}')).rejects.toThrow();
  expect(asked).toEqual([]);
});

it('passes bytes on once a client leaves HTTP behind', async () => {
  const path = await open({});
  const socket = connect(path);
  socket.write('POST /exec/1/start HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
  const heard = await new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('\r\n\r\n')) socket.write('ping');
      if (text.endsWith('ping')) resolve(text);
    });
  });
  expect(heard).toContain('101 UPGRADED');
  socket.destroy();
});
