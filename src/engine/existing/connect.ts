// A connection to an existing engine: a client, and the socket that other programs use.
import { Agent } from 'node:http';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { dir as tmpDir } from 'tmp-promise';
import { withDeadline } from '../../base/deadline.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import { scratchPrefix } from '../../base/scratch.js';
import { clientFor } from '../client.js';
import { nameOf, wayTo, type Address } from './address.js';
import { openTunnel, tunnelSocket, type Tunnel } from './tunnel.js';

export interface Connection {
  readonly address: Address;
  readonly docker: Docker;
  readonly socketPath: string;
  /** Whether the engine is reached through another machine. */
  readonly isFar: boolean;
  /** Aborts with an `engine-lost` LabError when the way to it breaks; null where there is only a socket. */
  readonly broken: AbortSignal | null;
  readonly close: () => Promise<void>;
}

const answerMs = 15_000;

/** Throws `bad-input` or `engine-boot` with what is wrong with the way to the engine. */
export async function connect(address: Address, signal: AbortSignal): Promise<Connection> {
  const way = await wayTo(address);
  const scratch = await tmpDir({ prefix: scratchPrefix(), unsafeCleanup: true });
  let tunnel: Tunnel | null = null;
  const agent = new Agent({ keepAlive: true });
  const close = async (): Promise<void> => {
    agent.destroy(); // an engine that never answers would keep this process for ever
    tunnel?.close();
    await scratch.cleanup();
  };
  try {
    if (way.by === 'ssh') tunnel = await openTunnel(way, scratch.path, signal);
    const socketPath = way.by === 'socket' ? way.path : join(scratch.path, tunnelSocket);
    const docker = clientFor(socketPath, agent);
    await withDeadline(`an answer of ${nameOf(address)}`, answerMs, signal, () => docker.ping());
    return { address, docker, socketPath, isFar: way.by === 'ssh', broken: tunnel?.broken ?? null, close };
  } catch (error) {
    await close();
    throw new LabError('engine-boot', `${nameOf(address)} does not answer: ${messageOf(error)}`, {
      hint:
        (error instanceof LabError ? error.hint : null) ??
        'see that docker runs there and that you may use it, with `docker info`',
      cause: error,
    });
  }
}
