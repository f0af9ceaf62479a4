// Requests that leave HTTP behind, as exec and attach do: from the engine's answer on, bytes are passed as
// they come. Where the engine stays with HTTP, as for an exec in a container that is gone, the connection
// ends with its answer: no later request of the client goes over it unseen.
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A client's connection when it has asked to leave HTTP behind. */
export interface Leaving {
  readonly socket: Socket;
  /** What came after the head of the request. */
  readonly head: Buffer;
}

const leaving = /\/(?:containers\/[^/]+\/attach(?:\/ws)?|exec\/[^/]+\/start|session|grpc)(?:\?|$)/;
const wish = /^(?:connection|upgrade|http2-settings)$/i;
const headEnd = '\r\n\r\n';
const lastChunk = '0\r\n\r\n';

/** Whether an engine knows of this request that it leaves HTTP behind. */
export function leavesHttp({ url = '' }: IncomingMessage): boolean {
  return leaving.test(url);
}

/** Asks once more at `path`, without the client's wish to leave HTTP behind, and stays between the two. */
export function askAgain(incoming: IncomingMessage, { socket, head }: Leaving, path: string): void {
  const again = connect(path, () => {
    again.write(headOf(incoming, (name) => !wish.test(name)));
    again.write(head);
    socket.pipe(again).pipe(socket);
  });
  endTogether(socket, again);
}

export function hijack(incoming: IncomingMessage, { socket, head }: Leaving, enginePath: string): void {
  const engine = connect(enginePath, () => {
    engine.write(headOf(incoming, () => true));
    engine.write(head);
    socket.pipe(engine);
  });
  let answer = Buffer.alloc(0);
  const read = (chunk: Buffer): void => {
    answer = Buffer.concat([answer, chunk]);
    const end = answer.indexOf(headEnd);
    if (end < 0) return;
    engine.off('data', read);
    const said = answer.subarray(0, end).toString('latin1');
    const isWhole = wholeWhen(said);
    if (isWhole === null) {
      socket.write(answer);
      engine.pipe(socket);
      return;
    }
    socket.unpipe(engine);
    socket.write(`${said.replace(/\r\nconnection:[^\r]*/i, '')}\r\nConnection: close${headEnd}`, 'latin1');
    passBody({ engine, socket, isWhole }, answer.subarray(end + headEnd.length));
  };
  engine.on('data', read);
  endTogether(socket, engine);
}

/** What the other side said last may still be on its way to the client when it is gone. */
function endTogether(client: Socket, other: Socket): void {
  other.once('error', () => client.destroy()).once('close', () => client.end());
  client.once('error', () => other.destroy()).once('close', () => other.destroy());
}

function headOf({ method, url, rawHeaders }: IncomingMessage, isKept: (name: string) => boolean): Buffer {
  const lines = Array.from({ length: rawHeaders.length / 2 }, (_, place) =>
    rawHeaders.slice(2 * place, 2 * place + 2),
  );
  const kept = lines.filter(([name = '']) => isKept(name)).map((line) => line.join(': '));
  return Buffer.from([`${method ?? ''} ${url ?? ''} HTTP/1.1`, ...kept].join('\r\n') + headEnd, 'latin1');
}

type IsWhole = (body: Buffer) => boolean;

/** Of an answer that begins so; null where the engine has left HTTP behind, by whatever status it says so. */
function wholeWhen(said: string): IsWhole | null {
  const length = /\r\ncontent-length:\s*(\d+)/i.exec(said)?.[1];
  if (length !== undefined) return (body) => body.length >= Number(length);
  return /\r\ntransfer-encoding:.*chunked/i.test(said)
    ? (body) => body.subarray(-lastChunk.length).equals(Buffer.from(lastChunk))
    : null;
}

function passBody(
  {
    engine,
    socket,
    isWhole,
  }: { readonly engine: Socket; readonly socket: Socket; readonly isWhole: IsWhole },
  begun: Buffer,
): void {
  let body = Buffer.alloc(0);
  const pass = (chunk: Buffer): void => {
    body = Buffer.concat([body, chunk]);
    socket.write(chunk);
    if (!isWhole(body)) return;
    socket.end();
    engine.destroy();
  };
  engine.on('data', pass);
  pass(begun);
}
