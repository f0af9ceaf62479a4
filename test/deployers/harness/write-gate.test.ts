// The socket before the engine's own: everything passes, and updates and removals wait.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeGate, type WriteGate } from '../../../src/deployers/harness/write-gate.js';

let dir: string;
let engine: Server;
let gate: WriteGate | null;
let asked: string[];
/** Connections at the engine. */
let left: Set<Socket>;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'dl-'));
  asked = [];
  gate = null;
  left = new Set();
  engine = createServer((incoming, outgoing) => {
    if (incoming.url === '/events') {
      outgoing.write('first');
      return;
    }
    const looked = /\/services\/(\w[\w-]*)$/.exec(incoming.method === 'GET' ? (incoming.url ?? '') : '')?.[1];
    if (looked !== undefined) {
      outgoing.writeHead(looked === 'gone' ? 404 : 200);
      outgoing.end(JSON.stringify({ Spec: { Name: looked === 'of-proxy' ? 'proxy_web' : 'shop_web' } }));
      return;
    }
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''} ${body}`.trim());
      outgoing.writeHead(201, { 'x-engine': 'yes' });
      outgoing.end('done');
    });
  });
  engine.on('connection', (socket: Socket) => {
    left.add(socket);
    socket.once('close', () => left.delete(socket));
  });
  engine.on('upgrade', ({ url }: IncomingMessage, socket: Socket) => {
    if (url === '/exec/gone/start') {
      socket.write('HTTP/1.1 409 Conflict\r\nConnection: keep-alive\r\nContent-Length: 11\r\n\r\nnot ');
      socket.write('running');
      return;
    }
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => engine.listen(join(dir, 'real.sock'), resolve));
});
afterEach(async () => {
  await gate?.close();
  for (const socket of left) socket.destroy();
  engine.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(hooks: {
  onCreation?: () => Promise<void>;
  onUpdate?: () => Promise<void>;
  onRemoval?: () => Promise<void>;
}): Promise<string> {
  const nothing = (): Promise<void> => Promise.resolve();
  gate = await writeGate(dir, join(dir, 'real.sock'), {
    stack: 'shop',
    onCreation: nothing,
    onUpdate: nothing,
    onRemoval: nothing,
    ...hooks,
  });
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
  await ask(path, 'GET', '/v1.41/services');
  await ask(path, 'POST', '/v1.41/services/abc/update?version=3', '{}');
  expect(order).toEqual(['told after 2']);
  expect(asked.at(-1)).toBe('POST /v1.41/services/abc/update?version=3 {}');
});

it('has a removal wait until it was told of, and no other removal', async () => {
  const order: string[] = [];
  const path = await open({
    onRemoval: () => {
      order.push(`told after ${String(asked.length)}`);
      return Promise.resolve();
    },
  });
  await ask(path, 'DELETE', '/v1.41/networks/abc');
  await ask(path, 'DELETE', '/v1.41/services/abc');
  expect(order).toEqual(['told after 1']);
  expect(asked.at(-1)).toBe('DELETE /v1.41/services/abc');
});

it('has the making of a service wait until it was told of, and passes on what was sent', async () => {
  const order: string[] = [];
  const path = await open({
    onCreation: () => {
      order.push(`told after ${String(asked.length)}`);
      return Promise.resolve();
    },
  });
  await ask(path, 'POST', '/v1.41/services/create', '{"Name":"shop_web"}');
  await ask(path, 'POST', '/v1.41/services/create', '{"Name":"other_web"}');
  expect(order).toEqual(['told after 0']);
  expect(asked).toEqual([
    'POST /v1.41/services/create {"Name":"shop_web"}',
    'POST /v1.41/services/create {"Name":"other_web"}',
  ]);
});

it('tells of no write to a service of another stack, or to one that is not there, and remembers where it wrote', async () => {
  const told = vi.fn(() => Promise.resolve());
  const path = await open({ onUpdate: told, onRemoval: told });
  for (const name of ['shop_web', 'shopping_web', 'proxy'])
    await ask(path, 'POST', '/services/create', JSON.stringify({ Name: name }));
  await ask(path, 'POST', '/v1.41/services/of-proxy/update?version=3', '{}');
  await ask(path, 'DELETE', '/v1.41/services/of-proxy');
  await ask(path, 'POST', '/v1.41/services/gone/update?version=3', '{}');
  expect(told).not.toHaveBeenCalled();
  expect(gate?.elsewhere()).toEqual(['shopping_web', 'proxy', 'proxy_web']);
  expect(asked).toHaveLength(6);
});

it('does not pass on what the lab could not tell of', async () => {
  const path = await open({ onUpdate: () => Promise.reject(new Error('the trial is over')) });
  await expect(ask(path, 'POST', '/v1.41/services/abc/update', '{}')).rejects.toThrow();
  expect(asked).toEqual([]);
});

const leave = 'Host: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n';

/** A connection of a client that says `text`, and what it has heard so far. */
function say(path: string, text: string): { readonly socket: Socket; readonly heard: () => string } {
  const socket = connect(path);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  return { socket, heard: () => heard };
}

function until(socket: Socket, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (holds()) resolve();
    };
    socket.on('data', look).on('close', look);
    look();
  });
}

it('passes bytes on once a client leaves HTTP behind', async () => {
  const { socket, heard } = say(await open({}), `POST /exec/1/start HTTP/1.1\r\n${leave}\r\n`);
  await until(socket, () => heard().endsWith('\r\n\r\n'));
  expect(heard()).toContain('101 UPGRADED');
  socket.write('ping');
  await until(socket, () => heard().endsWith('ping'));
  socket.destroy();
});

it('is closed whatever still goes over it: bytes of an attach, an answer without end, a write that is held', async () => {
  const path = await open({ onUpdate: () => new Promise(() => undefined) });
  const attached = say(path, `POST /containers/1/attach HTTP/1.1\r\n${leave}\r\n`);
  const events = say(path, 'GET /events HTTP/1.1\r\nHost: docker\r\n\r\n');
  const held = say(path, 'POST /services/a/update HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\n\r\n');
  await until(attached.socket, () => attached.heard().includes('101 UPGRADED'));
  await until(events.socket, () => events.heard().includes('first'));
  const ended = [attached, events, held].map(({ socket }) => until(socket, () => socket.closed));
  await gate?.close();
  await Promise.all(ended);
  await vi.waitFor(() => {
    expect(left.size).toBe(0);
  });
});

it('no request goes over a connection unseen on which the engine stayed with HTTP', async () => {
  const told = vi.fn(() => Promise.resolve());
  const path = await open({ onUpdate: told });
  const gone = say(path, `POST /exec/gone/start HTTP/1.1\r\n${leave}Content-Length: 2\r\n\r\n{}`);
  await until(gone.socket, () => gone.socket.closed);
  expect(gone.heard()).toMatch(/^HTTP\/1.1 409 Conflict\r\n[^]*\r\nConnection: close\r\n\r\nnot running$/);
  expect(told).not.toHaveBeenCalled();
});

it('an update by a client that would rather speak HTTP/2 is told of as any other', async () => {
  const told = vi.fn(() => Promise.resolve());
  const h2c = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
  const update = `POST /services/a/update HTTP/1.1\r\nHost: docker\r\n${h2c}Content-Length: 2\r\n\r\n{}`;
  const { socket, heard } = say(await open({ onUpdate: told }), update);
  await until(socket, () => heard().includes('done'));
  expect(heard()).toContain('201 Created');
  expect(told).toHaveBeenCalledOnce();
  expect(asked).toEqual(['POST /services/a/update {}']);
  socket.destroy();
});

it('an answer that breaks off at the engine breaks off for the client', async () => {
  const { socket, heard } = say(await open({}), 'GET /events HTTP/1.1\r\nHost: docker\r\n\r\n');
  await until(socket, () => heard().includes('first'));
  for (const one of left) one.destroy();
  await until(socket, () => socket.closed);
  expect(heard()).not.toContain('\r\n0\r\n');
});
