// Runs a harness of the author's as it is: no shell, in the recipe's tree, told of the engine by a socket at
// which its writes are seen before they are made, and asked for its word when it has ended.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { present } from '../../base/assert.js';
import { runOwnCommand, type CommandEnd } from '../../base/own-command.js';
import { programOf } from '../../base/own-program.js';
import { seeingOnly } from '../../base/own-socket.js';
import { scratchPrefix } from '../../base/scratch.js';
import { createMask } from '../../base/secrets/index.js';
import { formatDuration } from '../../base/units.js';
import { harnessOf, reportRuleOf, saidIn, type Said } from '../../scenario/harness.js';
import { commandWords } from '../../scenario/own-command-shape.js';
import type { HarnessRequest, RunHarness } from '../../trial/ports.js';
import { ownEnvironment } from '../own-environment.js';
import { lastLines } from '../run-tool.js';
import { writeGate } from './write-gate.js';

/** The exit code of a command that was ended at its timeout, as timeout(1) has it. */
const endedLate = 124;

export const runHarness: RunHarness = (request, signal) =>
  withDir(
    async ({ path: folder }) => {
      const { onUpdate, onRemoval, engine } = request;
      const gate = await writeGate(folder, engine.socketPath, { onUpdate, onRemoval });
      try {
        return await runBehind(gate.path, request, signal);
      } finally {
        await gate.close();
      }
    },
    { prefix: scratchPrefix(), unsafeCleanup: true },
  );

async function runBehind(
  socketPath: string,
  request: HarnessRequest,
  signal: AbortSignal,
): ReturnType<RunHarness> {
  const { settings, tree, scenarioDir, console, timeoutMs } = request;
  const env = await environmentOf({ ...request, engine: { ...request.engine, socketPath } }, signal);
  const mask = createMask({ envs: [env], names: settings.secrets });
  const [program = '', ...rest] = commandWords().parse(settings.deployment.options);
  const folders = [scenarioDir, tree.dir];
  const path = programOf({ program, folders, path: env['PATH'] ?? '', purpose: 'run' });
  const hear = (text: string): void => {
    console(mask(text));
  };
  console(mask(`$ ${[program, ...rest].join(' ')}\n`));
  // While it is held the lab watches, for as long as a trial is watched at the most.
  const limitMs = timeoutMs + settings.observe.deadlineMs + settings.observe.settleMs;
  const words = seeingOnly(socketPath, [path, ...rest]);
  const end = await runOwnCommand({ words, cwd: tree.dir, env, timeoutMs: limitMs, hear }, signal);
  const { answer, failure } = await wordOf(end, present(env['DRIFTLAB_SCRATCH'], 'scratch folder'), request);
  return {
    answer,
    failure,
    exitCode: end.timedOut || end.killedBy !== null ? null : end.exitCode,
    said: lastLines(mask(end.tail)),
    endedWith: end.timedOut ? endedLate : end.exitCode,
  };
}

async function environmentOf(
  request: HarnessRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { recipe, pinned } = request.settings;
  const told = await ownEnvironment({ ...request, step: 'upgrade', checkedOutBy: 'lab' }, signal);
  return {
    ...told,
    DRIFTLAB_STEP: 'harness',
    DRIFTLAB_TREE: request.tree.dir,
    DRIFTLAB_BASE: recipe.base,
    DRIFTLAB_BASE_COMMIT: pinned?.base ?? recipe.base,
    DRIFTLAB_BASE_STAMP: request.tree.stampAt('base'),
    DRIFTLAB_HEAD: recipe.head,
    DRIFTLAB_HEAD_COMMIT: pinned?.head ?? recipe.head,
  };
}

/** What it says by its report, or by its exit code where it is to write none. */
async function wordOf(
  { exitCode, timedOut, killedBy }: CommandEnd,
  scratch: string,
  { settings, timeoutMs }: HarnessRequest,
): Promise<Said> {
  if (timedOut) return { answer: null, failure: `it had not ended after ${formatDuration(timeoutMs)}` };
  if (killedBy !== null) return { answer: null, failure: `ended by ${killedBy}` };
  const rule = reportRuleOf(present(harnessOf(settings), 'harness'));
  if (rule === null) return { answer: exitCode === 0 ? 'good' : 'bad', failure: null };
  const text = await readFile(join(scratch, rule.file), 'utf8').catch(() => null);
  return text === null
    ? {
        answer: null,
        failure: `it wrote no report ${rule.file}, and ended with exit code ${String(exitCode)}`,
      }
    : saidIn(text, rule);
}
