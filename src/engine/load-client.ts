// dockerode, loaded when a client is made: with what it needs for engines behind ssh it takes longer to load
// than many a command runs that never talks to an engine.
import { createRequire } from 'node:module';
import type Docker from 'dockerode';

const load = createRequire(import.meta.url);

export function newClient(options: Docker.DockerOptions): Docker {
  const Client = load('dockerode') as typeof Docker;
  return new Client(options);
}
