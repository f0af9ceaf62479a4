// What an existing engine is and who else is on it: asked before anything is put there, and refused where
// trials could not tell anything or would get in somebody's way.
import { hostname, release, totalmem } from 'node:os';
import { LabError } from '../../base/lab-error.js';
import { nameOf } from './address.js';
import type { Connection } from './connect.js';
import { ofStack } from './stack-resources.js';

export interface Survey {
  readonly engineId: string;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly version: string;
  readonly cgroupVersion: 1 | 2 | null;
  /** Of the machine that it runs on, in bytes. */
  readonly memoryBytes: number;
  /** Whether it runs under the kernel of this machine, so that the kernel's log tells of its containers. */
  readonly sharesKernel: boolean;
}

interface Info {
  readonly ID: string;
  readonly Name: string;
  readonly ServerVersion: string;
  readonly KernelVersion: string;
  readonly CgroupVersion?: string;
  readonly MemTotal: number;
  readonly Swarm: {
    readonly NodeID: string;
    readonly LocalNodeState: string;
    readonly ControlAvailable: boolean;
  };
}

interface NodeJson {
  readonly ID: string;
  readonly Spec: { readonly Availability: string };
  readonly Status: { readonly State: string };
}

/** Docker's own id of the engine that answers. */
export async function engineIdOf({ docker }: Connection): Promise<string> {
  return ((await docker.info()) as Info).ID;
}

/** Throws `engine-boot` when it is no swarm of one node with a manager that answers. */
export async function survey(connection: Connection): Promise<Survey> {
  const { docker } = connection;
  const found = await surveyManager(connection);
  const { nodeId } = found;
  const nodes = ((await docker.listNodes()) as readonly NodeJson[]).filter(
    ({ Spec, Status }) => Spec.Availability === 'active' && Status.State !== 'down',
  );
  if (nodes.length !== 1 || nodes[0]?.ID !== nodeId) {
    throw refusal(
      connection,
      `is a swarm of ${String(nodes.length)} nodes that take tasks, and containers on other nodes ` +
        'cannot be watched',
      'drain all but the one that you name, or use a swarm of one node',
    );
  }
  return found;
}

/**
 * The same of a swarm of any size. Throws `engine-boot` when it is none, or when the engine is no manager of
 * it.
 */
export async function surveyManager(connection: Connection): Promise<Survey> {
  const { docker, address, isFar } = connection;
  const info = (await docker.info()) as Info;
  const { NodeID: nodeId, LocalNodeState: state, ControlAvailable: isManager } = info.Swarm;
  if (state !== 'active')
    throw refusal(
      connection,
      `is no swarm (its state is ${state || 'unknown'})`,
      'run `docker swarm init` there',
    );
  if (!isManager)
    throw refusal(connection, 'is a worker, which says nothing of services', 'name the manager of the swarm');
  return {
    engineId: info.ID,
    nodeId,
    nodeName: info.Name,
    version: info.ServerVersion,
    memoryBytes: info.MemTotal,
    cgroupVersion: info.CgroupVersion === '2' ? 2 : info.CgroupVersion === '1' ? 1 : null,
    sharesKernel:
      !isFar &&
      address.by !== 'ssh' &&
      info.Name === hostname() &&
      info.KernelVersion === release() &&
      info.MemTotal === totalmem(),
  };
}

function refusal({ address }: Connection, why: string, hint: string): LabError {
  return new LabError('engine-boot', `${nameOf(address)} ${why}`, { hint });
}

const namesShown = 5;

/** Throws `bad-input` when somebody else's services are there although that was not allowed. */
export async function refuseOthers({ docker, address }: Connection, shared: boolean): Promise<void> {
  if (shared) return;
  const services = await docker.listServices();
  if (services.length === 0) return;
  const names = services
    .slice(0, namesShown)
    .map(({ Spec }) => Spec?.Name ?? '?')
    .join(', ');
  throw new LabError(
    'bad-input',
    `${nameOf(address)} has ` +
      `${services.length === 1 ? 'a service' : `${String(services.length)} services`} that driftlab ` +
      `did not put there: ${names}${services.length > namesShown ? ', …' : ''}`,
    {
      hint:
        'if they may feel the load of the trials, write shared: true under engine.existing (or say ' +
        '--shared); they are left as they are. What a killed driftlab left, `driftlab clean` removes',
    },
  );
}

/** Throws `bad-input` when something of one of these stacks is there already. */
export async function refuseTaken({ docker, address }: Connection, stacks: readonly string[]): Promise<void> {
  for (const stack of stacks) {
    const [found] = await ofStack(docker, stack);
    if (found === undefined) continue;
    throw new LabError(
      'bad-input',
      `${nameOf(address)} already has ${found}, and a trial would deploy the stack ${stack} over it`,
      {
        hint:
          'give the recipe another name or pr, or remove that stack yourself; what a killed driftlab ' +
          'left, `driftlab clean` removes',
      },
    );
  }
}
