// The way through ssh, with a stand-in for ssh: what it is told, and what becomes of its refusals.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/engine/existing/connect.js';
import { openTunnel, tunnelSocket } from '../../src/engine/existing/tunnel.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-tunnel-'));
const before = { ...process.env };
const signal = AbortSignal.timeout(60_000);
let engine: Server;

beforeAll(async () => {
  const socket = join(folder, 'engine.sock');
  process.env['PATH'] =
    `${join(import.meta.dirname, 'stand-in-ssh')}${delimiter}${process.env['PATH'] ?? ''}`;
  process.env['FAR_SOCKET'] = socket;
  engine = createServer((request, response) => {
    response.setHeader('connection', 'close').end(request.url === '/_ping' ? 'OK' : '{}');
  });
  await new Promise<void>((resolve) => {
    engine.listen(socket, resolve);
  });
});
afterAll(() => {
  process.env = before;
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the way to an engine through ssh', () => {
  it('leads to its socket, and leaves nothing when it is closed', async () => {
    const connection = await connect({ by: 'ssh', at: 'root@far.example.org:2222' }, signal);
    expect(connection).toMatchObject({
      isFar: true,
      socketPath: expect.stringMatching(/far\.sock$/) as string,
    });
    expect(
      (statSync(dirname(connection.socketPath)).mode & 0o777).toString(8),
      'of the folder with the socket',
    ).toBe('700');
    expect(String(await connection.docker.ping())).toBe('OK');
    await connection.close();
    expect(connection.broken?.aborted).toBe(false);
    expect(existsSync(connection.socketPath)).toBe(false);
  });

  it("is refused in ssh's own words", async () => {
    await expect(connect({ by: 'ssh', at: 'closed' }, signal)).rejects.toMatchObject({
      code: 'engine-boot',
      message:
        'the engine on closed does not answer: ssh to closed ended with exit code 255: root@closed: ' +
        'Permission denied (publickey).',
      hint: 'see that `ssh closed docker info` works without being asked for anything',
    });
  });

  it('is known to have broken when ssh ends unasked', async () => {
    const tunnel = await openTunnel({ by: 'ssh', host: 'breaks', port: null }, folder, signal);
    const broken = new Promise<void>((resolve) => {
      tunnel.broken.addEventListener('abort', () => {
        resolve();
      });
    });
    await fetchOnce(join(folder, tunnelSocket));
    await broken;
    expect(tunnel.broken.reason).toMatchObject({
      code: 'engine-lost',
      message: 'ssh to breaks ended with exit code 255',
    });
  });
});

async function fetchOnce(socketPath: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request({ socketPath, path: '/_ping' }, (response) => {
      response.resume().once('end', resolve);
    })
      .on('error', reject)
      .end();
  });
}
