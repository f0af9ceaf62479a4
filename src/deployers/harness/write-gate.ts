// A socket before the engine's own that passes everything on, and has a client wait before it updates or
// removes a service of its stack: what a harness is about to do is known before it is done.
import { createServer, request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { listenAt, passOn, type SocketBefore } from '../../base/socket-before.js';
import { askAgain, hijack, leavesHttp } from './hijack.js';

export interface GateHooks {
  /** Of its services it is told. */
  readonly stack: string;
  /** A service is about to be updated. */
  readonly onUpdate: () => Promise<void>;
  /** A service is about to be removed. */
  readonly onRemoval: () => Promise<void>;
}

export interface WriteGate extends SocketBefore {
  /** Services outside the stack that were made or updated through it, by name. */
  readonly elsewhere: () => readonly string[];
}

const creation = /\/services\/create(?:\?|$)/;
const update = /\/services\/([^/]+)\/update(?:\?|$)/;
const removal = /\/services\/([^/?]+)(?:\?|$)/;

/** Makes it in `folder`, whose path must be short: a socket's is at most 107 bytes long. */
export async function writeGate(folder: string, enginePath: string, hooks: GateHooks): Promise<WriteGate> {
  const path = join(folder, 'engine.sock');
  const elsewhere = new Set<string>();
  const isOwn = (name: string): boolean => name.startsWith(`${hooks.stack}_`);
  const held = async ({ method, url = '' }: IncomingMessage): Promise<void> => {
    const written = method === 'POST' ? update.exec(url) : method === 'DELETE' ? removal.exec(url) : null;
    const name =
      written === null ? null : await nameOf(enginePath, url.slice(0, written.index) + service(written));
    if (name === null) return;
    if (isOwn(name)) await (method === 'POST' ? hooks.onUpdate() : hooks.onRemoval());
    else if (method === 'POST') elsewhere.add(name);
  };
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (incoming, outgoing) => {
    held(incoming).then(
      () => {
        passOn(incoming, outgoing, enginePath);
        if (incoming.method === 'POST' && creation.test(incoming.url ?? ''))
          hearName(incoming, (name) => {
            if (!isOwn(name)) elsewhere.add(name);
          });
      },
      () => {
        outgoing.destroy();
      },
    );
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    if (leavesHttp(incoming)) hijack(incoming, { socket, head }, enginePath);
    else askAgain(incoming, { socket, head }, path);
  });
  return { ...(await listenAt(server, path)), elsewhere: () => [...elsewhere] };
}

function service([, id = '']: RegExpExecArray): string {
  return `/services/${id}`;
}

/** The name of the service that the engine has at `path`; null where it has none. */
function nameOf(socketPath: string, path: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, agent: false }, (response) => {
      hearJson(response, ({ Spec }) => {
        resolve(response.statusCode === 200 ? (Spec?.Name ?? null) : null);
      });
      response.once('error', reject);
    });
    asked.once('error', reject).end();
  });
}

function hearName(creating: IncomingMessage, tell: (name: string) => void): void {
  hearJson(creating, ({ Name }) => {
    if (Name !== undefined) tell(Name);
  });
}

/** What is known of a service, as it is asked for or made. */
interface ServiceJson {
  readonly Name?: string;
  readonly Spec?: { readonly Name?: string };
}

/** Beside whoever else reads it; what cannot be read is nothing. */
function hearJson(message: IncomingMessage, tell: (json: ServiceJson) => void): void {
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.once('end', () => {
    tell(parsed(Buffer.concat(chunks).toString()));
  });
}

function parsed(text: string): ServiceJson {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
