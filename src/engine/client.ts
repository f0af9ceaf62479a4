// The one way to an engine: its own socket, whatever DOCKER_HOST and its relatives say.
import type { Agent } from 'node:http';
import type Docker from 'dockerode';
import { pause, reasonOf } from '../base/deadline.js';
import { newClient } from './load-client.js';

const pollMs = 10;

/**
 * A client for exactly this socket. Docker's environment variables would otherwise win over the socket
 * (docker-modem, lib/modem.js, defaultOpts), and the lab would act on somebody else's swarm. With an `agent`
 * of its own its connections can be ended, whatever the engine still owes an answer to.
 */
export function clientFor(socketPath: string, agent?: Agent): Docker {
  const options = {
    socketPath,
    protocol: 'http',
    agent, // taken by docker-modem, though dockerode's types do not know it
    host: undefined,
    port: undefined,
    username: undefined,
    timeout: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  } as const;
  return newClient(options);
}

/** The socket takes connections before the API answers, so one answer is enough. */
export async function untilAnswering(docker: Docker, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await docker.ping();
      return;
    } catch (error) {
      if (signal.aborted) throw reasonOf(signal);
      if (!isWithoutDaemon(error)) throw error;
    }
    await pause(pollMs, signal);
  }
}

/** No daemon at the socket, or one that has ended with connections of before, which are kept for reuse. */
const withoutDaemon: readonly unknown[] = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];

export function isWithoutDaemon(error: unknown): boolean {
  return withoutDaemon.includes((error as NodeJS.ErrnoException | null)?.code);
}

/** The HTTP status of an engine's answer that dockerode turned into an error; null for any other error. */
export function statusOf(error: unknown): number | null {
  const status = (error as { readonly statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}
