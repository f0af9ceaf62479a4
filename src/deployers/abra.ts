// Deploys with abra itself, in a scratch ABRA_DIR and HOME. The stamp is the one that abra says it took,
// never one worked out here. Written from what docs/abra.md reports; never yet run with abra itself.
import { stampSayer } from '../evidence/named-deployers.js';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { createMask } from '../base/secrets/index.js';
import type { BinaryRequest, DeployerBinary, DeployRequest, DeployResult } from '../trial/ports.js';
import { nameAlone } from '../scenario/name-alone.js';
import { composeFilesOf } from '../compose/compose-files.js';
import { stepEnv } from './app-env.js';
import { deployer } from './deployer.js';
import { makeApp } from './abra-app.js';
import { abraIdentifier, findAbra } from './abra-binary.js';
import { plain, stampPhrase, stampSaid, withoutDebug } from './abra-log.js';
import { isChaos, runAbra } from './abra-run.js';
import { objectionsTo } from './objections.js';
import { fillVolumes } from './fill-volumes.js';
import { provideGiven } from './provide.js';
import { composeTexts, refusalOf } from './refusal.js';
import { lastLines, type ToolOutput } from './run-tool.js';
import { refuseUsersOwn } from './users-own.js';

const identify = abraIdentifier();

export const abra = deployer({
  name: stampSayer,
  summary: '`abra app deploy`: base by its version where that can be, head with --chaos',
  example: stampSayer,
  options: nameAlone,
  timeoutMs: 120_000,
  readsCompose: true,
  saysStamp: true,
  checksOutBase: true,
  binary: binaryOf,
  objections: (question) =>
    question.settings.stopAt === null ? objectionsTo(question) : { problems: [], notes: [] },
  deploy: async (request, signal) => {
    const binary = await binaryOf(request, signal);
    const env = await makeApp(request, signal);
    const refusal = await refusedBefore(request, signal);
    if (refusal !== null) return refusal;
    const mask = createMask({ envs: [env], names: request.settings.secrets });
    const { failure, ...result } = resultOf(
      await runAbra(request, { binary, mask }, signal),
      binary,
      isChaos(request),
    );
    return { ...result, failure: failure === null ? null : mask(failure) };
  },
});

async function binaryOf(
  { settings, scenarioDir }: BinaryRequest,
  signal: AbortSignal,
): Promise<DeployerBinary> {
  // Before the first temporary file, and before any engine: scratch ABRA_DIRs are made in there.
  await refuseUsersOwn('the folder for temporary files', tmpdir());
  return identify(
    await findAbra(settings.abra === null ? null : resolve(scenarioDir, settings.abra)),
    signal,
  );
}

/** Asked where the app is to run: a stamp probe ends long before it would. */
async function refusedBefore(request: DeployRequest, signal: AbortSignal): Promise<DeployResult | null> {
  if (request.settings.stopAt !== null) return null;
  const seen = await stepEnv(request, signal);
  // Abra knows no other name than compose.yml, where the app does not list its files.
  const names = [...composeFilesOf(seen, null), ...request.tree.overlays[request.step]];
  const files = await composeTexts(request, names, signal);
  const composed = { names, files, env: seen };
  const refusal = (await refusalOf(request, composed)) ?? (await provideGiven(request, composed, signal));
  if (refusal === null) await fillVolumes(request, composed, signal);
  return refusal === null ? null : { ...refusal, stamp: null };
}

/**
 * A chaos deploy that worked without a word on its stamp shows that the log is not understood: nothing may be
 * read from it.
 */
function resultOf(
  { exitCode, all }: ToolOutput,
  { path, version }: DeployerBinary,
  chaos: boolean,
): DeployResult {
  const stamp = stampSaid(all);
  const unsaid =
    chaos && stamp === null
      ? `${path} (abra version ${version}) never said "${stampPhrase}" in a chaos deploy, so the stamp ` +
        'that it took is unknown'
      : null;
  if (exitCode === 0 && unsaid !== null) {
    throw new LabError('deploy', unsaid, {
      hint:
        'console.log has all that it said; if it tells the stamp in other words, this version of abra ' +
        'is not known to driftlab',
    });
  }
  if (exitCode === 0) return { exitCode, stamp, failure: null };
  const end = lastLines(withoutDebug(plain(all))) ?? lastLines(plain(all)) ?? 'abra said nothing';
  return { exitCode, stamp, failure: unsaid === null ? end : `${end}\n${unsaid}` };
}
