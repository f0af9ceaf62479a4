// What is refused before anything is posted, because it could not work whatever the app does: a stack without
// the service under test, or an image that its engine can get from nowhere. It would be the same in every
// trial.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { readStack } from '../compose/read-stack.js';
import { createMask } from '../base/secrets/index.js';
import type { DeployRequest, DeployResult } from '../trial/ports.js';
import { textsOf, type Composed } from './composed.js';
import { missingImages } from './missing-images.js';
import { missingService } from './missing-service.js';
import { socketReasons } from './socket-binds.js';

/**
 * Texts of the files as they are to be deployed, at the top of the tree; null when one of them cannot be
 * read, which the deployer will say.
 */
export async function composeTexts(
  { tree, checkedOutBy }: DeployRequest,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const read = async (name: string): Promise<string | null> =>
    checkedOutBy === 'deployer'
      ? tree.fileAt('base', name, signal)
      : readFile(join(tree.dir, name), 'utf8').catch(() => null);
  const texts = await Promise.all(names.map(read));
  return texts.includes(null) ? null : texts.filter((text) => text !== null);
}

/**
 * The refusal; null where nothing speaks against the deploy. A base without the service under test is the
 * scenario's fault: `bad-input`.
 */
export async function refusalOf(
  request: DeployRequest,
  composed: Composed,
): Promise<Pick<DeployResult, 'exitCode' | 'failure'> | null> {
  const { files, env } = composed;
  if (files === null) return null;
  const { step, settings, engine } = request;
  const { service, images, recipe } = settings;
  const missing = missingService(files, service);
  if (missing !== null && step === 'base') {
    throw new LabError('bad-input', `base ${recipe.base}: ${missing}`, {
      hint: 'name the one that is meant: service: NAME',
      phase: 'base',
    });
  }
  const { stack } = readStack(textsOf(composed), env);
  const [noSocket] = stack === null ? [] : socketReasons(stack, settings);
  if (noSocket !== undefined) return refused(request, env, noSocket);
  const reason =
    missing === null
      ? await missingImages({ engine, step, files, env, images })
      : `head ${recipe.head}: ${missing}`;
  return reason === null ? null : refused(request, env, reason);
}

/** That it was not deployed, and why: a result, and on the console. */
export function refused(
  { settings, console }: DeployRequest,
  env: Composed['env'],
  reason: string,
): Pick<DeployResult, 'exitCode' | 'failure'> {
  const failure = createMask({ envs: [env], names: settings.secrets })(reason);
  console(`not deployed: ${failure}\n`);
  return { exitCode: 1, failure };
}
