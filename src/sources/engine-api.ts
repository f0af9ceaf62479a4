// The few GET calls of the sources to the engine's socket. dockerode is left aside here: it takes nearly
// twice the time for a call, always parses the answer, and rounds the nanoseconds of events. Looks have a
// connection of their own.
import { Agent, request, type IncomingMessage } from 'node:http';
import { LabError } from '../base/lab-error.js';
import type { Answer } from './http-answer.js';
import { openKeptConnection, type KeptConnection } from './kept-connection.js';

export interface EngineApi {
  /**
   * The answer whatever its status; throws a LabError when there is none within ten seconds, or the signal's
   * reason.
   */
  readonly get: (path: string, signal: AbortSignal) => Promise<Answer>;
  /** As `get`, parsed; null when the engine knows no such thing (404); any other status than 200 throws. */
  readonly getJson: <T>(path: string, signal: AbortSignal) => Promise<T | null>;
  /**
   * As `get`, at a fraction of its cost, until the watch ends. Meant for what is asked all the time: calls
   * wait for each other.
   */
  readonly look: KeptConnection['get'];
  /** An answer without end; resolves when the engine has begun it. */
  readonly stream: (path: string, signal: AbortSignal) => Promise<IncomingMessage>;
  readonly close: () => void;
}

type Query = Readonly<Record<string, string | Readonly<Record<string, readonly string[]>>>>;

const answerMs = 10_000;

/** `signal` ends the looks. */
export function openEngineApi(socketPath: string, signal: AbortSignal): EngineApi {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 2 });
  const begin = (path: string, limit: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const call = request(
        { socketPath, path, agent, signal: limit, headers: { host: 'engine' } },
        (response) => {
          call.setTimeout(0);
          resolve(response);
        },
      );
      call.setTimeout(answerMs, () =>
        call.destroy(new LabError('timeout', `the engine did not answer within ${String(answerMs)} ms`)),
      );
      call.on('error', reject);
      call.end();
    });
  const get: EngineApi['get'] = async (path, limit) => {
    const response = await begin(path, limit);
    return { status: response.statusCode ?? 0, body: await wholeBody(response) };
  };
  return {
    get,
    getJson: async <T>(path: string, limit: AbortSignal) => {
      const answer = await get(path, limit);
      return answer.status === 404 ? null : (JSON.parse(textOf(answer)) as T);
    },
    look: openKeptConnection(socketPath, signal).get,
    stream: async (path, limit) => {
      const response = await begin(path, limit);
      if (response.statusCode === 200) return response;
      throw refusal({ status: response.statusCode ?? 0, body: await wholeBody(response) });
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** The text of a good answer; throws a LabError with the engine's words otherwise. */
export function textOf(answer: Answer): string {
  if (answer.status !== 200) throw refusal(answer);
  return answer.body.toString();
}

/** A path with its query, filters spelled as the engine wants them. */
export function pathOf(path: string, query: Query): string {
  const pairs = Object.entries(query).map(
    ([name, value]) =>
      `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`,
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

function refusal({ status, body }: Answer): LabError {
  return new LabError(
    'evidence',
    `the engine answered ${String(status)}: ${body.toString().trim().slice(0, 300)}`,
  );
}

function wholeBody(response: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      response.destroy(
        new LabError('timeout', `the engine's answer took longer than ${String(answerMs)} ms`),
      );
    }, answerMs);
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    response.on('error', reject);
    response.on('close', () => {
      clearTimeout(timer);
      if (!response.complete) reject(new LabError('evidence', 'the engine broke off its answer'));
    });
  });
}
