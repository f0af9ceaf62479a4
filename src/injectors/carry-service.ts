// A load as a service of the swarm, on an engine that is not the lab's: tied to the node under test, labelled
// as the lab's, at nothing until it is due.
import type Docker from 'dockerode';
import { pause } from '../base/deadline.js';
import { loadImageTag } from '../base/load-image.js';
import { LabError } from '../base/lab-error.js';
import type { Engine } from '../trial/ports.js';
import { commandOf, envOf, type Carrier, type CarrierParts, type LoadNeeds } from './load-program.js';

const nanocoresPerMillicore = 1_000_000;
const pollMs = 50;
const statusGone = 404;

export interface ServiceParts extends CarrierParts {
  /** Value of the label by which the lab finds what it put there. */
  readonly visit: string;
}

export async function carryInService(
  { request: { engine, trial }, program, name, visit }: ServiceParts,
  signal: AbortSignal,
): Promise<Carrier> {
  const labels = { 'driftlab.trial': trial, 'driftlab.visit': visit };
  const spec = {
    Name: name,
    Labels: labels,
    TaskTemplate: {
      ContainerSpec: {
        // By its id: swarm then asks no registry for a name that anybody could hold there.
        Image: (await engine.docker.getImage(loadImageTag).inspect()).Id,
        Command: commandOf(program),
        Env: envOf(program),
        Labels: labels,
        TTY: true,
        Mounts: mountsOf(program.needs),
      },
      Resources: limitsOf(program.needs),
      Placement: { Constraints: [`node.id==${engine.nodes[0].id}`] },
      RestartPolicy: { Condition: 'none' as const },
      // What it writes is read back from there, whatever the engine does with the output of others.
      LogDriver: { Name: 'json-file' },
    },
  };
  const { id } = (await engine.docker.createService({
    ...spec,
    ...mode(0),
    abortSignal: signal,
  })) as unknown as { readonly id: string };
  return {
    start: (abortSignal) => start(engine, id, spec, abortSignal),
    isStillThere: (abortSignal) => isStillThere(engine, id, name, abortSignal),
  };
}

function mode(replicas: number): { readonly Mode: { readonly Replicated: { readonly Replicas: number } } } {
  return { Mode: { Replicated: { Replicas: replicas } } };
}

function mountsOf({ tmpfsBytes, disk }: LoadNeeds): Docker.MountSettings[] {
  return [
    ...(tmpfsBytes === undefined
      ? []
      : [
          {
            Type: 'tmpfs' as const,
            Source: '',
            Target: '/ballast',
            TmpfsOptions: { SizeBytes: tmpfsBytes, Mode: 0o700 },
          },
        ]),
    ...(disk === undefined ? [] : [{ Type: 'volume' as const, Source: '', Target: '/load' }]),
  ];
}

/**
 * A service has no share of the processor to be made larger: this one gets its amount only where others leave
 * it.
 */
function limitsOf({ millicores }: LoadNeeds): { readonly Limits?: { readonly NanoCPUs: number } } {
  return millicores === undefined ? {} : { Limits: { NanoCPUs: millicores * nanocoresPerMillicore } };
}

async function start(
  { docker }: Engine,
  id: string,
  spec: object,
  signal: AbortSignal,
): Promise<{ readonly container: Docker.Container; readonly output: NodeJS.ReadableStream }> {
  const service = docker.getService(id);
  const {
    Version: { Index: version },
  } = (await service.inspect()) as { readonly Version: { readonly Index: number } };
  await service.update({ ...spec, ...mode(1), version, abortSignal: signal });
  const container = docker.getContainer(await containerOf(docker, id, signal));
  return { container, output: await container.logs({ follow: true, stdout: true, stderr: true }) };
}

interface LoadTask {
  readonly Status: {
    readonly State: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string } | null;
  };
}

/** Once its task runs; throws a `dose` LabError with swarm's words when it cannot. */
async function containerOf(docker: Docker, id: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    const [task] = (await docker.listTasks({
      filters: JSON.stringify({ service: [id] }),
      abortSignal: signal,
    })) as readonly LoadTask[];
    const state = task?.Status.State ?? 'new';
    const container = task?.Status.ContainerStatus?.ContainerID;
    if (container !== undefined && (state === 'running' || state === 'complete')) return container;
    if (['failed', 'rejected', 'orphaned'].includes(state))
      throw new LabError('dose', `swarm could not start the load: ${task?.Status.Err ?? state}`);
    await pause(pollMs, signal);
  }
}

async function isStillThere(
  { docker }: Engine,
  id: string,
  name: string,
  abortSignal: AbortSignal,
): Promise<boolean> {
  await docker
    .getService(id)
    .remove({ abortSignal })
    .catch((error: unknown) => {
      if ((error as { readonly statusCode?: number }).statusCode !== statusGone) throw error;
    });
  const containers = await docker.listContainers({
    all: true,
    filters: JSON.stringify({ label: [`com.docker.swarm.service.name=${name}`] }),
    abortSignal,
  });
  for (const { Id } of containers)
    await docker
      .getContainer(Id)
      .kill()
      .catch(() => undefined); // one that has ended is only waited for
  return containers.length > 0;
}
