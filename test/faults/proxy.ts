// Stands at an engine's socket in the engine's place, so that single calls can be kept from it and single
// connections cut. The engine's own programs are the machine's, but for a dockerd that listens beside.
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { findOnPath } from '../cases/on-path.js';
import { engineOf, type Place } from './place.js';

export interface Proxy {
  /** A folder of programs for `--programs`. */
  readonly programs: string;
  /** From now on calls whose first line matches get no answer; null: all do again. */
  readonly silence: (calls: RegExp | null) => void;
  /** Breaks every connection on which such a call was made. */
  readonly cut: (calls: RegExp) => void;
  readonly close: () => void;
}

const besides = 'beside.sock';
const lookMs = 5;

/** Takes the place of each engine's socket as soon as its dockerd listens. */
export function standAtSocket(place: Place): Proxy {
  const servers = new Map<string, Server>();
  const calls = new Map<Socket, string[]>();
  let silent: RegExp | null = null;
  const onConnection = (client: Socket, beside: string): void => {
    const engine = connect(beside);
    const own: string[] = [];
    calls.set(client, own);
    client
      .on('error', () => engine.destroy())
      .on('close', () => {
        calls.delete(client);
        engine.destroy();
      });
    engine
      .on('error', () => client.destroy())
      .on('close', () => {
        client.destroy();
      });
    client.on('data', (chunk: Buffer) => {
      const [first = ''] = chunk.toString('latin1').split('\r\n', 1);
      own.push(first);
      if (silent?.test(first) !== true) engine.write(chunk);
    });
    client.on('end', () => {
      engine.end();
    });
    engine.pipe(client);
  };
  const look = (): void => {
    const socket = engineOf(place)?.nodes[0]?.socketPath;
    if (socket === undefined || servers.has(socket)) return;
    const beside = join(dirname(socket), besides);
    if (!existsSync(beside)) return;
    const probe = connect(beside, () => {
      probe.destroy();
      if (!servers.has(socket))
        servers.set(
          socket,
          createServer((client) => {
            onConnection(client, beside);
          }).listen(socket),
        );
    });
    probe.on('error', () => undefined);
  };
  const timer = setInterval(look, lookMs);
  return {
    programs: programsIn(place),
    silence: (of) => {
      silent = of;
    },
    cut: (of) => {
      for (const [client, own] of calls) if (own.some((call) => of.test(call))) client.destroy();
    },
    close: () => {
      clearInterval(timer);
      for (const client of calls.keys()) client.destroy();
      for (const server of servers.values()) server.close();
    },
  };
}

function programsIn({ folder }: Place): string {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  for (const name of ['containerd', 'containerd-shim-runc-v2', 'runc'])
    symlinkSync(findOnPath(name, process.env['PATH'] ?? ''), join(programs, name));
  const dockerd = join(programs, 'dockerd');
  writeFileSync(
    dockerd,
    `#!/bin/bash\nexec ${findOnPath('dockerd', process.env['PATH'] ?? '')} "\${@/%docker.sock/${besides}}"\n`,
  );
  chmodSync(dockerd, 0o755);
  return programs;
}
