// What somebody has on his engine, and all that is there, so that it can be told whether anything came or
// went or was touched.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type Docker from 'dockerode';
import type { PrivateEngine } from '../../src/engine/index.js';
import { pidOf } from '../../src/engine/processes.js';

const stack = 'bystander';
const labels = { 'com.docker.stack.namespace': stack };
const sleep = ['/bin/sleep', '100000'];

/**
 * A stack of one service with a network, a volume, a config and a secret of its own, and a container beside
 * it.
 */
export async function moveIn({ docker }: PrivateEngine): Promise<void> {
  await docker.createNetwork({
    Name: `${stack}_default`,
    Driver: 'overlay',
    Attachable: true,
    Labels: labels,
  });
  await docker.createVolume({ Name: `${stack}_data`, Labels: labels });
  const data = Buffer.from('mine').toString('base64');
  await docker.createConfig({ Name: `${stack}_config`, Labels: labels, Data: data });
  await docker.createSecret({ Name: `${stack}_secret`, Labels: labels, Data: data });
  await docker.createService({
    Name: `${stack}_web`,
    Labels: labels,
    Mode: { Replicated: { Replicas: 1 } },
    TaskTemplate: {
      ContainerSpec: {
        Image: 'tiny:1',
        Command: sleep,
        Labels: labels,
        Mounts: [{ Type: 'volume', Source: `${stack}_data`, Target: '/data' }],
      },
      Networks: [{ Target: `${stack}_default` }],
    },
  });
  await (await docker.createContainer({ name: `${stack}-alone`, Image: 'tiny:1', Cmd: sleep })).start();
  while ((await docker.listContainers()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
}

/**
 * Everything on the engine: names with ids, version indices and starts, and what its containers hold of the
 * kernel. A line a thing.
 */
export async function everythingOn(engine: PrivateEngine): Promise<readonly string[]> {
  return [...(await inEngine(engine.docker)), ...inKernel(engine)].sort();
}

interface Versioned {
  readonly ID: string;
  readonly Spec?: { readonly Name?: string | undefined } | undefined;
  readonly Version?: { readonly Index?: number | undefined } | undefined;
}

async function inEngine(docker: Docker): Promise<readonly string[]> {
  const [services, configs, secrets, networks, volumes, images, containers] = await Promise.all([
    docker.listServices(),
    docker.listConfigs(),
    docker.listSecrets(),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listImages({ all: true }),
    docker.listContainers({ all: true }),
  ]);
  const versioned = (kind: string, all: readonly Versioned[]): readonly string[] =>
    all.map(
      ({ ID, Spec, Version }) => `${kind} ${Spec?.Name ?? ''} ${ID} at version ${String(Version?.Index)}`,
    );
  const inspected = await Promise.all(
    containers.map(({ Id }) =>
      docker
        .getContainer(Id)
        .inspect()
        .catch(() => null),
    ),
  );
  return [
    ...versioned('service', services),
    ...versioned('config', configs),
    ...versioned('secret', secrets),
    ...networks.map(({ Name, Id }) => `network ${Name} ${Id}`),
    ...volumes.Volumes.map(({ Name }) => `volume ${Name}`),
    ...images.map(({ Id, RepoTags }) => `image ${Id} ${(RepoTags ?? []).join(' ')}`),
    ...inspected.flatMap((one) =>
      one === null ? [] : [`container ${one.Name} ${one.Id}, started ${one.State.StartedAt}`],
    ),
  ];
}

/**
 * Interfaces within the engine's own network namespace, and its containers' mounts. A network namespace is
 * such a mount; the empty file under it the engine removes within a minute (libnetwork,
 * osl/namespace_linux.go, gpmCleanupPeriod), so files are not looked at.
 */
function inKernel({ nodes: [{ init }] }: PrivateEngine): readonly string[] {
  const pid = String(pidOf(init));
  const links = execFileSync('nsenter', ['-t', pid, '-n', 'ip', '-o', 'link'], { encoding: 'utf8' });
  return [
    ...links
      .trim()
      .split('\n')
      .map((line) => `interface ${line.split(': ')[1] ?? line}`),
    ...readFileSync(`/proc/${pid}/mountinfo`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => `mount ${line.split(' ')[4] ?? line}`),
  ];
}
