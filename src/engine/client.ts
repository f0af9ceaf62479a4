// The one way to an engine: its own socket, whatever DOCKER_HOST and its relatives say.
import type { Agent } from 'node:http';
import Docker from 'dockerode';

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
  return new Docker(options);
}

/** The HTTP status of an engine's answer that dockerode turned into an error; null for any other error. */
export function statusOf(error: unknown): number | null {
  const status = (error as { readonly statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}
