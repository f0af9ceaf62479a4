// A socket before the engine's own that passes everything on, and has a client wait before it makes, updates
// or removes a service of its stack: what a harness is about to do is known before it is done.
import { createServer, request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { listenAt, passOn, type SocketBefore } from '../../base/socket-before.js';
import { askAgain, hijack, leavesHttp } from './hijack.js';

export interface GateHooks {
  /** Of its services it is told. */
  readonly stack: string;
  /** A service is about to be made. */
  readonly onCreation: () => Promise<void>;
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
  /** What was read of the request meanwhile; null for nothing. */
  const held = async (incoming: IncomingMessage): Promise<Buffer | null> => {
    const { method, url = '' } = incoming;
    if (method === 'POST' && creation.test(url)) {
      const body = await bodyOf(incoming);
      const { Name } = parsed(body);
      if (Name !== undefined && isOwn(Name)) await hooks.onCreation();
      else if (Name !== undefined) elsewhere.add(Name);
      return body;
    }
    const written = method === 'POST' ? update.exec(url) : method === 'DELETE' ? removal.exec(url) : null;
    const name = written === null ? null : await nameOf(enginePath, pathOf(url, written));
    if (name === null) return null;
    if (isOwn(name)) await (method === 'POST' ? hooks.onUpdate() : hooks.onRemoval());
    else if (method === 'POST') elsewhere.add(name);
    return null;
  };
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (incoming, outgoing) => {
    held(incoming).then(
      (wholeBody) => {
        passOn(incoming, outgoing, { enginePath, wholeBody });
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

/** Of the service that is written to. */
function pathOf(url: string, written: RegExpExecArray): string {
  return `${url.slice(0, written.index)}/services/${written[1] ?? ''}`;
}

/** The name of the service that the engine has at `path`; null where it has none. */
function nameOf(socketPath: string, path: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, agent: false }, (response) => {
      bodyOf(response).then((body) => {
        resolve(response.statusCode === 200 ? (parsed(body).Spec?.Name ?? null) : null);
      }, reject);
    });
    asked.once('error', reject).end();
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What is known of a service, as it is asked for or made. */
interface ServiceJson {
  readonly Name?: string;
  readonly Spec?: { readonly Name?: string };
}

/** What cannot be read is nothing. */
function parsed(body: Buffer): ServiceJson {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
