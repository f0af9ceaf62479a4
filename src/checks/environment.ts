// What a check that is a program is told: the engine, by socket and by docker context, and the upgrade that
// it is to look at. docs/checks.md says it to those who write one.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contextName, dockerConfig } from '../base/docker-context.js';
import { pathWith } from '../base/program-path.js';
import type { CheckContext } from '../trial/ports.js';

/** Nothing of the user's own environment but PATH and the language. */
export async function environmentOf(
  context: CheckContext,
  socketPath = context.engine.socketPath,
): Promise<Readonly<Record<string, string>>> {
  const { run, settings, scratchDir, scenarioDir, treeDir, intendedStamp } = context;
  const [home, before] = [join(scratchDir, 'home'), join(scratchDir, 'before.json')];
  await mkdir(home, { recursive: true });
  await writeFile(before, JSON.stringify(context.before));
  const host = `unix://${socketPath}`;
  return {
    ...settings.env,
    PATH: pathWith(context.engine.programs, process.env['PATH']),
    LANG: process.env['LANG'] ?? 'C.UTF-8',
    HOME: home,
    DOCKER_HOST: host,
    DOCKER_CONFIG: await dockerConfig(scratchDir, host),
    DRIFTLAB_CONTEXT: contextName,
    DRIFTLAB_SOCKET: socketPath,
    DRIFTLAB_STACK: run.stack,
    DRIFTLAB_DOMAIN: run.domain,
    DRIFTLAB_SERVICE: settings.service,
    DRIFTLAB_REF: settings.recipe.head,
    DRIFTLAB_STAMP: intendedStamp,
    DRIFTLAB_STAMP_LABEL: `coop-cloud.${run.stack}.chaos-version`,
    DRIFTLAB_BEFORE: before,
    DRIFTLAB_TREE: treeDir,
    DRIFTLAB_SCRATCH: scratchDir,
    DRIFTLAB_SCENARIO_DIR: scenarioDir,
  };
}
