// One connection to the engine's socket that is kept for the looks: they ask the same few questions many
// times a second in every trial, and a general client spends two to three times as much CPU on each of them,
// most of it on headers, agents and streams.
import { connect, type Socket } from 'node:net';
import { reasonOf } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import { answerIn, type Answer } from './http-answer.js';

export interface KeptConnection {
  /**
   * The answer whatever its status. Calls wait for each other. Throws a LabError when there is no answer
   * within ten seconds or the engine hangs up, in which case the next call connects anew, and the signal's
   * reason from its abortion on.
   */
  readonly get: (path: string) => Promise<Answer>;
}

interface Asked {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
  /** What has come so far of an answer that came in pieces. */
  received: Buffer | null;
}

const answerMs = 10_000;
const inboxBytes = 64 * 1024;

/** Connects at the first call. */
export function openKeptConnection(socketPath: string, signal: AbortSignal): KeptConnection {
  const connection = new Connection(socketPath, signal);
  let latest: Promise<unknown> = Promise.resolve();
  return {
    get: (path) => {
      const answer = latest.then(() => connection.ask(path));
      latest = answer.catch(() => undefined);
      return answer;
    },
  };
}

class Connection {
  readonly #socketPath: string;
  readonly #signal: AbortSignal;
  #socket: Socket | null = null;
  #asked: Asked | null = null;

  constructor(socketPath: string, signal: AbortSignal) {
    this.#socketPath = socketPath;
    this.#signal = signal;
    signal.addEventListener(
      'abort',
      () => {
        this.#drop(reasonOf(signal));
      },
      { once: true },
    );
  }

  ask(path: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#signal.aborted) {
        reject(reasonOf(this.#signal));
        return;
      }
      const timer = setTimeout(() => {
        this.#drop(new LabError('timeout', `the engine did not answer within ${String(answerMs)} ms`));
      }, answerMs);
      this.#asked = { resolve, reject, timer, received: null };
      this.#socket ??= this.#connect();
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: engine\r\n\r\n`, 'latin1');
    });
  }

  /** What is read always lands in the same bytes: no stream, nothing to allocate. */
  #connect(): Socket {
    const inbox = Buffer.alloc(inboxBytes);
    const onRead = (length: number): boolean => {
      this.#take(inbox.subarray(0, length));
      return true;
    };
    const socket = connect({ path: this.#socketPath, onread: { buffer: inbox, callback: onRead } });
    const lose = (error: Error): void => {
      if (this.#socket === socket) this.#drop(error);
    };
    socket.on('error', lose);
    socket.on('close', () => {
      lose(new LabError('evidence', 'the engine hung up'));
    });
    return socket;
  }

  #take(bytes: Buffer): void {
    const asked = this.#asked;
    try {
      if (asked === null) throw new LabError('evidence', 'the engine answered without being asked');
      const all = asked.received === null ? bytes : Buffer.concat([asked.received, bytes]);
      const answer = answerIn(all);
      if (answer === null) {
        asked.received = asked.received === null ? Buffer.from(bytes) : all;
        return;
      }
      clearTimeout(asked.timer);
      this.#asked = null;
      asked.resolve(answer);
    } catch (error) {
      this.#drop(error as LabError);
    }
  }

  #drop(reason: Error): void {
    const [asked, socket] = [this.#asked, this.#socket];
    this.#asked = null;
    this.#socket = null;
    socket?.destroy();
    if (asked === null) return;
    clearTimeout(asked.timer);
    asked.reject(reason);
  }
}
