// What a command of the author's is told: the engine, by socket and by docker context, and the step that it
// is to deploy. docs/deploy-command.md says it to those who write one.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { contextName, dockerConfig } from '../base/docker-context.js';
import { pathWith } from '../base/program-path.js';
import type { DeployRequest } from '../trial/ports.js';
import { stepEnv } from './app-env.js';
import { composeNames } from './compose-names.js';

/** What there is to tell. */
type Told = Pick<
  DeployRequest,
  'step' | 'run' | 'settings' | 'tree' | 'checkedOutBy' | 'engine' | 'scenarioDir' | 'scratchDir'
>;

/** Nothing of the user's own environment but PATH and the language. */
export async function ownEnvironment(
  request: Told,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { step, run, settings, tree, engine, scenarioDir, scratchDir } = request;
  const [home, scratch] = [join(scratchDir, 'home'), join(scratchDir, 'command')];
  await Promise.all([home, scratch].map((folder) => mkdir(folder, { recursive: true })));
  const host = `unix://${engine.socketPath}`;
  const stamp = tree.stampAt(step);
  const app = await stepEnv(request, signal);
  const files = await composeNames(request, app, signal);
  return {
    ...app,
    PATH: pathWith(engine.programs, process.env['PATH']),
    LANG: process.env['LANG'] ?? 'C.UTF-8',
    HOME: home,
    DOCKER_HOST: host,
    DOCKER_CONFIG: await dockerConfig(scratchDir, host),
    DRIFTLAB_CONTEXT: contextName,
    DRIFTLAB_SOCKET: engine.socketPath,
    DRIFTLAB_STEP: step,
    DRIFTLAB_STACK: run.stack,
    DRIFTLAB_DOMAIN: run.domain,
    DRIFTLAB_SERVICE: settings.service,
    DRIFTLAB_REF: step === 'base' ? settings.recipe.base : settings.recipe.head,
    DRIFTLAB_STAMP: stamp,
    DRIFTLAB_STAMP_LABEL: `coop-cloud.${run.stack}.chaos-version`,
    DRIFTLAB_COMPOSE_FILES: files.join(':'),
    DRIFTLAB_SCRATCH: scratch,
    DRIFTLAB_SCENARIO_DIR: scenarioDir,
  };
}
