// What a private engine is open to and what it reaches: nobody else's address, and nobody else's files of it
// are to be read.
import { execFile } from 'node:child_process';
import { readlinkSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootEngine, type PrivateEngine } from '../../src/engine/index.js';
import { pidOf } from '../../src/engine/processes.js';
import { withoutEngine } from '../cli/driftlab.js';

const stateDir = mkdtempSync(join(tmpdir(), 'dl-apart-'));
let engine: PrivateEngine;

beforeAll(async () => {
  if (!withoutEngine)
    engine = await bootEngine({
      memoryBytes: 128 * 1024 ** 2,
      stateDir,
      signal: AbortSignal.timeout(60_000),
    });
});
afterAll(async () => {
  if (!withoutEngine) await engine.destroy();
  rmSync(stateDir, { recursive: true, force: true });
});

/**
 * What comes of a connection from within the engine's network, where its containers are too: `connected`, or
 * the error's code.
 */
async function reached(host: string, port: number): Promise<string> {
  const script = `const socket = require('node:net').connect(${String(port)}, ${JSON.stringify(host)});
    socket.once('connect', () => { console.log('connected'); socket.destroy(); }).once('error', ({ code }) => console.log(code));
    socket.setTimeout(3000, () => { console.log('silence'); socket.destroy(); });`;
  const { stdout } = await promisify(execFile)('nsenter', [
    '-t',
    String(pidOf(engine.nodes[0].init)),
    '-n',
    process.execPath,
    '-e',
    script,
  ]);
  return stdout.trim();
}

describe.skipIf(withoutEngine)('a private engine', () => {
  it('reaches no address of the host, also not those on which the host listens', async () => {
    const server = createServer((socket) => {
      socket.destroy();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '::', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const addresses = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .map(({ address, scopeid }) => (scopeid ? `${address}%lo` : address));
    try {
      expect(addresses).toContain('127.0.0.1');
      for (const address of addresses)
        expect(await reached(address, port), address).toMatch(
          /^E(CONNREFUSED|NETUNREACH|HOSTUNREACH|ADDRNOTAVAIL|INVAL)$/,
        );
    } finally {
      server.close();
    }
  });

  it('has a network of its own without a way out, in which all its processes are', async () => {
    const inside = ['-t', String(pidOf(engine.nodes[0].init)), '-n'];
    const { stdout: routes } = await promisify(execFile)('nsenter', [
      ...inside,
      'ip',
      'route',
      'show',
      'default',
    ]);
    expect(routes).toBe('');
    const own = readlinkSync('/proc/self/ns/net');
    for (const tag of [engine.nodes[0].init, engine.nodes[0].daemon() ?? ''])
      expect(readlinkSync(`/proc/${String(pidOf(tag))}/ns/net`)).not.toBe(own);
  });

  it('lies with its socket, its log and its data where only its user may go', () => {
    for (const folder of [join(stateDir, 'engines'), engine.folder])
      expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
    expect(readdirSync(engine.folder)).toEqual(
      expect.arrayContaining(['docker.sock', 'dockerd.log', 'engine.json', 'data']),
    );
    expect(statSync(engine.socketPath).mode & 0o007).toBe(0);
  });
});
