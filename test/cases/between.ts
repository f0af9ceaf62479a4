// Stands between the head's deployer and the engine, so that a case can say what happens before one of its
// requests gets there.
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { delimiter, join } from 'node:path';
import { findOnPath } from './on-path.js';

/** Called with each request before it is passed on; `cut` breaks the connection instead. */
export type Before = (request: string) => Promise<'pass' | 'cut'>;

export interface BetweenRequest {
  /** A folder of its own. */
  readonly folder: string;
  /** Folder of the engine's programs, whose docker command deploys; null where that of this machine does. */
  readonly programs: string | null;
  /** Asked at each request, because the engine boots after this is put up. */
  readonly engineSocket: () => string;
  readonly before: Before;
}

export interface Between {
  /** PATH on which `docker` talks to the engine through here. */
  readonly path: string;
  /** The same programs, with that `docker` among them. */
  readonly programs: string;
  readonly close: () => void;
}

export async function standBetween({
  folder,
  programs: own,
  engineSocket,
  before,
}: BetweenRequest): Promise<Between> {
  const socket = join(folder, 'deployer.sock');
  const server = createServer((request, response) => {
    void passOn({ request, response }, engineSocket, before);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const path = process.env['PATH'] ?? '';
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  for (const name of own === null ? [] : readdirSync(own).filter((program) => program !== 'docker'))
    symlinkSync(join(own ?? '', name), join(programs, name));
  const docker = findOnPath('docker', own === null ? path : `${own}${delimiter}${path}`);
  writeFileSync(join(programs, 'docker'), `#!/bin/sh\nDOCKER_HOST=unix://${socket} exec ${docker} "$@"\n`);
  chmodSync(join(programs, 'docker'), 0o755);
  return {
    path: `${programs}${delimiter}${path}`,
    programs,
    close: () => {
      server.close();
    },
  };
}

async function passOn(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  engineSocket: () => string,
  before: Before,
): Promise<void> {
  const { method, url: path = '/', headers } = request;
  if ((await before(`${String(method)} ${path}`)) === 'cut') {
    request.socket.destroy();
    return;
  }
  const passed = send({ socketPath: engineSocket(), method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.once('error', () => {
    request.socket.destroy();
  });
  request.pipe(passed);
}
