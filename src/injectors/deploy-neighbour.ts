// Puts a neighbour's stack on the engine, with the docker command as a person would.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withDeadline } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import { pathWith } from '../base/program-path.js';
import { createMask } from '../base/secrets/index.js';
import type { NeighbourRequest } from '../trial/ports.js';

const deployMs = 120_000;

export interface NeighbourDeploy extends NeighbourRequest {
  /** Absolute path of the compose file. */
  readonly file: string;
  readonly stack: string;
}

/** Rejects with a `dose` LabError that has docker's own words. */
export async function deployNeighbour(
  { file, stack, engine, scratchDir, env, console }: NeighbourDeploy,
  signal: AbortSignal,
): Promise<void> {
  const config = join(scratchDir, 'neighbours-docker');
  await mkdir(config, { recursive: true });
  const words = ['docker', 'stack', 'deploy', '--resolve-image', 'never', '--compose-file', file, stack];
  console(`$ ${words.join(' ')}\n`);
  const { $ } = await import('zx');
  const output = await withDeadline(
    `deploying the neighbour ${stack}`,
    deployMs,
    signal,
    (both) =>
      $({
        cwd: dirname(file),
        signal: both,
        killSignal: 'SIGKILL',
        quiet: true,
        nothrow: true,
        env: {
          ...env,
          PATH: pathWith(engine.programs, process.env['PATH']),
          HOME: scratchDir,
          DOCKER_HOST: `unix://${engine.socketPath}`,
          DOCKER_CONFIG: config,
        },
      })`${words}`,
  );
  const said = createMask({ envs: [env] })(output.stdall);
  console(said);
  if (output.exitCode !== 0)
    throw new LabError('dose', `docker could not deploy the neighbour ${stack}: ${said.trim()}`);
}
