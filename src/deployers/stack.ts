// Deploys with `docker stack deploy` and the labels abra would set. The stamp is that of the worktree as it
// stands, as abra's is. What could not work whatever the app does, for want of the service under test or of
// an image, is refused before anything is posted.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { createMask, type Mask } from '../base/secrets/index.js';
import { nameAlone } from '../scenario/name-alone.js';
import type { DeployRequest } from '../trial/ports.js';
import { stepEnv } from './app-env.js';
import { composeNames } from './compose-names.js';
import { serviceNames } from './compose-services.js';
import { deployer } from './deployer.js';
import { objectionsTo } from './objections.js';
import { fillVolumes } from './fill-volumes.js';
import { provideGiven } from './provide.js';
import type { Composed } from './composed.js';
import { composeTexts, refusalOf } from './refusal.js';
import { ownSocketMounts } from './socket-binds.js';
import { withoutNotices } from './docker-notices.js';
import { lastLines, runTool, type ToolOutput } from './run-tool.js';
import { roundRobinServices } from './without-virtual-ips.js';
import { stampLabelsFile } from './stamp-labels.js';

const shellNotFound = 127;

export const stack = deployer({
  name: 'stack',
  summary: '`docker stack deploy`, with the chaos labels that abra sets',
  example: 'stack',
  options: nameAlone,
  timeoutMs: 120_000,
  readsCompose: true,
  objections: objectionsTo,
  deploy: async (request, signal) => {
    const stamp = await request.tree.stamp(signal);
    const env = await stepEnv(request, signal);
    const names = await composeNames(request, env, signal);
    const files = await composeTexts(request, names, signal);
    const composed = { names, files, env };
    const refusal = (await refusalOf(request, composed)) ?? (await provideGiven(request, composed, signal));
    if (refusal === null) await fillVolumes(request, composed, signal);
    if (refusal !== null) return { ...refusal, stamp };
    const labels = await writeLabels(request, stamp, composed);
    const mask = createMask({ envs: [env], names: request.settings.secrets });
    const { exitCode, stderr } = await runDocker(
      request,
      { args: deployArgs(request.run.stack, [...names, labels]), env, mask },
      signal,
    );
    return {
      exitCode,
      stamp,
      failure: exitCode === 0 ? null : (lastLines(mask(withoutNotices(stderr))) ?? 'docker said nothing'),
    };
  },
});

/** Outside the worktree: the lab's own labels must not make the tree dirty. */
async function writeLabels(request: DeployRequest, stamp: string, composed: Composed): Promise<string> {
  const { run, step, settings, scratchDir } = request;
  const { files } = composed;
  const file = join(scratchDir, `${run.run}.${step}.labels.yml`);
  const services = serviceNames(files ?? []) ?? [];
  const labelled = services.includes(settings.service) ? services : [settings.service];
  await writeFile(
    file,
    stampLabelsFile(
      {
        stack: run.stack,
        recipe: settings.recipe.name,
        stamp,
        services: labelled,
        mounts: ownSocketMounts(request, composed),
        roundRobin: roundRobinServices(request, composed),
      },
      files?.[0] ?? '',
    ),
  );
  return file;
}

/** Arguments of docker. Swarm never asks a registry: what is in the engine is what runs. */
export function deployArgs(stackName: string, files: readonly string[]): readonly string[] {
  return [
    'stack',
    'deploy',
    '--resolve-image',
    'never',
    ...files.flatMap((file) => ['--compose-file', file]),
    stackName,
  ];
}

interface Command {
  readonly args: readonly string[];
  /** Variables for the compose file. */
  readonly env: Readonly<Record<string, string>>;
  readonly mask: Mask;
}

async function runDocker(
  request: DeployRequest,
  { args, env, mask }: Command,
  signal: AbortSignal,
): Promise<ToolOutput> {
  const { tree, engine, scratchDir, console } = request;
  const config = join(scratchDir, 'docker-config');
  await mkdir(config, { recursive: true });
  const output = await runTool(
    {
      words: ['docker', ...args],
      called: `docker ${args.join(' ')}`,
      cwd: tree.dir,
      programs: engine.programs,
      env: { ...env, HOME: scratchDir, DOCKER_HOST: `unix://${engine.socketPath}`, DOCKER_CONFIG: config },
      mask,
      console,
      timeoutMs: request.settings.deployment.timeoutMs,
    },
    signal,
  );
  if (output.exitCode === shellNotFound) {
    throw new LabError('missing-tool', 'the docker command was not found', {
      hint: "install Docker's command line client and put it on the PATH",
    });
  }
  return output;
}
