import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKeptConnection } from '../../src/sources/kept-connection.js';

let folder: string;
let server: Server;
let connections: number;
const over = (): AbortController => new AbortController();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dl-kept-'));
  connections = 0;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

async function serve(answer: RequestListener): Promise<string> {
  const path = join(folder, 'sock');
  server = createServer(answer).on('connection', () => {
    connections++;
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  return path;
}

describe('a kept connection', () => {
  test('answers calls in their order, short and long, on one connection', async () => {
    const long = 'x'.repeat(300_000);
    const path = await serve(({ url }, response) => {
      if (url === '/long') response.write(long);
      response.end(url);
    });
    const { get } = openKeptConnection(path, over().signal);
    const answers = await Promise.all(['/a', '/long', '/b'].map(get));
    expect(answers.map(({ status, body }) => [status, body.toString()])).toEqual([
      [200, '/a'],
      [200, `${long}/long`],
      [200, '/b'],
    ]);
    expect(connections).toBe(1);
  });

  test('fails the call during which the engine hangs up, and connects anew for the next', async () => {
    const path = await serve(({ url, socket }, response) => {
      if (url === '/hang-up') socket.destroy();
      else response.end(url);
    });
    const { get } = openKeptConnection(path, over().signal);
    const [lost, next] = await Promise.allSettled([get('/hang-up'), get('/next')]);
    expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'evidence' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { status: 200 } });
    expect(connections).toBe(2);
  });

  test('fails at once while nobody listens', async () => {
    const path = await serve(() => undefined);
    const { get } = openKeptConnection(`${path}-not`, over().signal);
    await expect(get('/')).rejects.toThrow('ENOENT');
  });

  test('ends with its signal, calls under way and later ones for its reason', async () => {
    const ending = over();
    const path = await serve(() => {
      ending.abort(new Error('over'));
    });
    const { get } = openKeptConnection(path, ending.signal);
    const results = await Promise.allSettled([get('/a'), get('/b')]);
    expect(results).toMatchObject([{ reason: { message: 'over' } }, { reason: { message: 'over' } }]);
    await expect(get('/c')).rejects.toThrow('over');
  });
});
