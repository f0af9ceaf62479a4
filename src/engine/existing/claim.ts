// A claim on a stack's name: a swarm config with the visit's label. What is deployed under that name
// afterwards is the lab's to take away.
import type Docker from 'dockerode';
import { LabError } from '../../base/lab-error.js';
import { statusOf } from '../client.js';
import type { VisitRecord } from './visit-record.js';

/** Stands, with the visit's id, on whatever the lab itself puts on the engine. */
export const visitLabel = 'driftlab.visit';

/** Holds the name until the visit ends; throws `bad-input` when another driftlab has claimed it. */
export async function claim(docker: Docker, record: VisitRecord, stack: string): Promise<void> {
  const { id } = record;
  if ((await claimOf(docker, record, stack)) !== null) return;
  try {
    await docker.createConfig({
      Name: nameOf(stack),
      Labels: { [visitLabel]: id },
      Data: Buffer.from(`claimed by driftlab for the stack ${stack}\n`).toString('base64'),
    });
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    throw new LabError('bad-input', `another driftlab has claimed the stack ${stack} on this engine`, {
      hint:
        'wait for it to end; what a killed one left, `driftlab clean` removes on the machine that it ' +
        'ran on',
      cause: error,
    });
  }
}

/** Id of the config by which this visit holds the stack's name; null when it does not. */
export async function claimOf(docker: Docker, { id }: VisitRecord, stack: string): Promise<string | null> {
  const configs = (await docker.listConfigs({
    filters: { label: [`${visitLabel}=${id}`], name: [nameOf(stack)] },
  })) as readonly { readonly ID: string; readonly Spec?: { readonly Name?: string } }[];
  return configs.find(({ Spec }) => Spec?.Name === nameOf(stack))?.ID ?? null;
}

function nameOf(stack: string): string {
  return `driftlab-${stack}`;
}
