// What a recipe takes as given, as the `proxy` network of its reverse proxy, a volume, a config or a secret.
// A private engine begins without any, so the lab makes them before the first deploy that names them. They go
// when the engine is cleaned after the trial. On an existing engine nothing is made: what its owner has there
// is what the stack gets, and what he has not is told before anything is posted.
import { LabError } from '../base/lab-error.js';
import { givenOf, isName, type Given } from '../compose/given.js';
import { readStack } from '../compose/read-stack.js';
import { rulesOfSecrets } from '../compose/secret-rules.js';
import { engineTraits } from '../scenario/engines/index.js';
import type { DeployRequest, DeployResult } from '../trial/ports.js';
import { madeUpConfig, madeUpSecret } from './made-up.js';
import { textsOf, type Composed } from './composed.js';
import { refused } from './refusal.js';
import { sampleOf } from './app-env.js';

const statusConflict = 409;
const labels = { 'driftlab.made': 'true' };

type Provided = Pick<DeployResult, 'exitCode' | 'failure'>;

/**
 * Makes what is missing on a private engine. The refusal where an existing one lacks something, or where a
 * name is none; null where all is there. Of a base that is the surroundings' fault: `bad-input`.
 */
export async function provideGiven(
  request: DeployRequest,
  composed: Composed,
  signal: AbortSignal,
): Promise<Provided | null> {
  const texts = textsOf(composed);
  const { stack } = readStack(texts, composed.env);
  const missing = stack === null ? [] : await missingOf(request, givenOf(stack));
  if (missing.length === 0) return null;
  const reasons = missing.flatMap((one) => reasonAgainst(request, one) ?? []);
  if (reasons.length > 0) return refuse(request, composed, reasons.join('; '));
  const rules = rulesOfSecrets(texts, composed.env, (await sampleOf(request, signal)) ?? '');
  for (const one of missing) {
    const { what, name, key } = one;
    const rule = rules.get(key);
    if (!(await makeUnlessThere(request, one, () => madeUpSecret(rule, [request.run.stack, name])))) continue;
    request.provided({ what, name });
    const byHand = what === 'secret' && rule?.generated === false ? ', and abra leaves to a person' : '';
    request.console(`made the ${what} ${name}, which the recipe takes as given${byHand}\n`);
  }
  return null;
}

function refuse(request: DeployRequest, composed: Composed, reason: string): Provided {
  if (request.step === 'upgrade') return refused(request, composed.env, reason);
  throw new LabError('bad-input', `base ${request.settings.recipe.base}: ${reason}`, { phase: 'base' });
}

/** Why it cannot be had, with the way out; null where the lab makes it. */
function reasonAgainst(
  { engine, settings }: DeployRequest,
  { what, key, name, place }: Given,
): string | null {
  const at = `${place.file}:${String(place.line)}:${String(place.column)}`;
  if ((what === 'config' || what === 'secret') && !isName(name))
    return (
      `${at}: the ${what} ${key} would have the name ${JSON.stringify(name)}, which docker does not take ` +
      "(set the version that its name is made of, in the scenario's env)"
    );
  if (engine.visit === null) return null;
  const { called: kind } = engineTraits(settings.engine);
  return (
    `${at}: ${kind} has no ${what} ${name}, which the recipe takes as given, and nothing is made there ` +
    `(make it with docker ${what} create, or run on a private engine)`
  );
}

async function missingOf(
  { engine: { docker } }: DeployRequest,
  given: readonly Given[],
): Promise<readonly Given[]> {
  const ask: Readonly<Record<Given['what'], () => Promise<readonly (string | undefined)[]>>> = {
    network: async () => (await docker.listNetworks()).map(({ Name: name }) => name),
    volume: async () => (await docker.listVolumes()).Volumes.map(({ Name: name }) => name),
    config: async () => (await docker.listConfigs()).map(({ Spec: spec }) => spec?.Name),
    secret: async () => (await docker.listSecrets()).map(({ Spec: spec }) => spec?.Name),
  };
  const missing: Given[] = [];
  for (const kind of ['network', 'volume', 'config', 'secret'] as const) {
    const wanted = given.filter(({ what }) => what === kind);
    if (wanted.length === 0) continue;
    const there = new Set(await ask[kind]());
    missing.push(...wanted.filter(({ name }) => !there.has(name)));
  }
  return missing;
}

/** False where another run of the trial was first. */
async function makeUnlessThere(request: DeployRequest, given: Given, secret: () => string): Promise<boolean> {
  try {
    await make(request, given, secret);
    return true;
  } catch (error) {
    if ((error as { readonly statusCode?: number }).statusCode === statusConflict) return false;
    throw error;
  }
}

/** A network is one that containers outside swarm may join too. */
async function make(
  { engine: { docker }, conceal }: DeployRequest,
  { what, name }: Given,
  secret: () => string,
): Promise<void> {
  if (what === 'network') {
    const network = { Name: name, Driver: 'overlay', Attachable: true, CheckDuplicate: true, Labels: labels };
    await docker.createNetwork(network);
  } else if (what === 'volume') await docker.createVolume({ Name: name, Labels: labels });
  else if (what === 'config')
    await docker.createConfig({ Name: name, Labels: labels, Data: base64(madeUpConfig) });
  else {
    const value = secret();
    conceal(value);
    await docker.createSecret({ Name: name, Labels: labels, Data: base64(value) });
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
