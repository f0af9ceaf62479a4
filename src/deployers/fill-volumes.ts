// Volumes that begin as copies of a folder of the author's: made and filled before the base is deployed,
// under the names that its deploy gives them.
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyFiles } from '../base/copy-files.js';
import { LabError, messageOf } from '../base/lab-error.js';
import { readStack } from '../compose/read-stack.js';
import type { DeployRequest } from '../trial/ports.js';
import { textsOf, type Composed } from './composed.js';

/** Nothing for any step but the base, or where the scenario names no folder. */
export async function fillVolumes(
  request: DeployRequest,
  composed: Composed,
  signal: AbortSignal,
): Promise<void> {
  const { engine, settings, scenarioDir, step } = request;
  const { volumesOf } = settings;
  if (step !== 'base' || volumesOf === undefined) return;
  const folder = resolve(scenarioDir, volumesOf);
  const { stack } = readStack(textsOf(composed), composed.env);
  for (const key of readdirSync(folder)) {
    const volume = stack?.volumes.get(key);
    const name = volume?.name?.value ?? `${request.run.stack}_${key}`;
    const own = [...(volume?.labels ?? [])].map(([label, { value }]) => [label, value ?? ''] as const);
    const labels: Readonly<Record<string, string>> = Object.fromEntries(own);
    // A volume is its node's: a task finds the one of the node that it comes to.
    for (const { docker } of engine.nodes) {
      await docker.createVolume({
        Name: name,
        Labels: { ...labels, 'com.docker.stack.namespace': request.run.stack },
      });
      const { Mountpoint: place } = await docker.getVolume(name).inspect();
      mkdirSync(place, { recursive: true });
      await copy(join(folder, key), place, signal);
    }
    request.provided({ what: 'volume-copy', name });
    request.console(`filled the volume ${name} from ${volumesOf}/${key}\n`);
  }
}

/** With owners, modes and times. */
async function copy(from: string, to: string, signal: AbortSignal): Promise<void> {
  try {
    await copyFiles(`${from}/.`, to, signal);
  } catch (error) {
    throw new LabError('bad-input', `${from} could not be copied into its volume: ${messageOf(error)}`, {
      cause: error,
      phase: 'base',
    });
  }
}
