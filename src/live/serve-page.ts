// A page and the news of it, for readers on this machine: one document, and one stream of server-sent events.
// It listens on 127.0.0.1 alone, on a port that the kernel chooses, and nothing can be changed through it.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LabError, messageOf } from '../base/lab-error.js';
import { answerTo } from './access.js';

export interface ServedPage {
  /** With the token; whoever has it may read. */
  readonly url: string;
  /** How many readers wait for news. */
  readonly readers: () => number;
  /** Sends it to every reader; one that does not keep up is let go. */
  readonly tell: (event: string, data: unknown) => void;
  /** Ends every stream once its news is out, and listens no more. */
  readonly close: () => Promise<void>;
}

export interface PageToServe {
  /** The whole document as it is now, and the policy by which a browser is to treat it. */
  readonly page: () => string;
  /** Called when a reader begins to wait for news, with the query of the address that it came by. */
  readonly onReader: (query: string) => void;
}

/** More readers than this are sent away: each costs the campaign's machine something. */
const readersMax = 16;
/** Bytes that a reader may be behind. */
const behindMax = 32 * 2 ** 20;
const tokenBytes = 24;

/** Rejects with `missing-tool` where this machine lets nobody listen. */
export async function servePage({ page, onReader }: PageToServe): Promise<ServedPage> {
  const token = randomBytes(tokenBytes).toString('base64url');
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const port = (server.address() as AddressInfo | null)?.port ?? 0;
    const answer = answerTo(askedOf(request), { port, token });
    if ('status' in answer) send(response, { ...answer, type: 'text/plain' });
    else if (answer.path === '') send(response, { status: 200, text: page(), type: 'text/html' });
    else if (streams.size >= readersMax)
      send(response, { status: 503, text: 'too many readers', type: 'text/plain' });
    else {
      response.writeHead(200, headers('text/event-stream')).write(': news follow\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      onReader(new URL(request.url ?? '/', 'http://127.0.0.1').search);
    }
  });
  await listening(server);
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/${token}/`,
    readers: () => streams.size,
    tell: (event, data) => {
      const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      for (const stream of streams)
        if (stream.writableLength > behindMax) stream.destroy();
        else stream.write(text);
    },
    close: async () => {
      await Promise.all([...streams].map(ended));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listening(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new LabError('missing-tool', `nobody may listen on 127.0.0.1: ${messageOf(error)}`, { cause: error }),
      );
    });
    server.listen(0, '127.0.0.1', resolve);
  });
}

function askedOf({
  method = '',
  url = '',
  headers: { host },
}: IncomingMessage): Parameters<typeof answerTo>[0] {
  return { method, url, host };
}

interface Sent {
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

function send(response: ServerResponse, { status, text, type }: Sent): void {
  response.writeHead(status, headers(type)).end(status === 200 ? text : `${text}\n`);
}

/** Nothing of it is kept, framed, guessed at, or told to another page. */
function headers(type: string): Readonly<Record<string, string>> {
  return {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/** A reader that takes nothing more is not waited for. */
const endWithinMs = 2000;

function ended(stream: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, endWithinMs);
    stream.end(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
