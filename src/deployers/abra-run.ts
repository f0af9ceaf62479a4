// Runs `app deploy` of abra in a scratch ABRA_DIR and HOME, told of one engine in each of the ways that it
// may look for one.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dockerConfig } from '../base/docker-context.js';
import { seeingOnly } from '../base/own-socket.js';
import type { Mask } from '../base/secrets/index.js';
import type { DeployerBinary, DeployRequest } from '../trial/ports.js';
import { runTool, type ToolOutput } from './run-tool.js';

/** A deploy by version checks the version's tag out itself; a chaos deploy takes the tree as it stands. */
export function isChaos({ checkedOutBy }: Pick<DeployRequest, 'checkedOutBy'>): boolean {
  return checkedOutBy === 'lab';
}

/** Arguments of abra: offline, without questions or checks of convergence, which the lab makes itself. */
export function abraArgs({
  run,
  settings,
  checkedOutBy,
}: Pick<DeployRequest, 'run' | 'settings' | 'checkedOutBy'>): readonly string[] {
  const how = isChaos({ checkedOutBy }) ? [run.domain, '-C'] : [run.domain, settings.recipe.base];
  return ['app', 'deploy', ...how, '-o', '-n', '-c', '--debug'];
}

export interface Known {
  readonly binary: Pick<DeployerBinary, 'path'>;
  readonly mask: Mask;
}

export async function runAbra(
  request: DeployRequest,
  { binary, mask }: Known,
  signal: AbortSignal,
): Promise<ToolOutput> {
  const { tree, engine, scratchDir, console } = request;
  const [home, host] = [join(scratchDir, 'home'), `unix://${engine.socketPath}`];
  await mkdir(home, { recursive: true });
  const args = abraArgs(request);
  return runTool(
    {
      words: seeingOnly(engine.socketPath, [binary.path, ...args]),
      called: `abra ${args.join(' ')}`,
      cwd: scratchDir,
      env: {
        HOME: home,
        ABRA_DIR: tree.abraDir,
        DOCKER_HOST: host,
        DOCKER_CONFIG: await dockerConfig(scratchDir, host),
        NO_COLOR: '1',
      },
      mask,
      console,
      timeoutMs: request.settings.deployment.timeoutMs,
    },
    signal,
  );
}
