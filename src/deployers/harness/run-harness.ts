// Runs a harness of the author's as it is: no shell, in the recipe's tree, told of the engine by a socket at
// which its writes are seen before they are made, and asked for its word when it has ended.
import { withDir } from 'tmp-promise';
import { present } from '../../base/assert.js';
import { endedLate } from '../../base/ended-late.js';
import { runOwnCommand, type CommandEnd } from '../../base/own-command.js';
import { programOf } from '../../base/own-program.js';
import { seeingOnly } from '../../base/own-socket.js';
import { scratchPrefix } from '../../base/scratch.js';
import { createMask } from '../../base/secrets/index.js';
import { timeLimit } from '../../base/time-limit.js';
import { formatDuration } from '../../base/units.js';
import { harnessOf, reportRuleOf, saidIn, type Said } from '../../scenario/harness.js';
import { commandWords } from '../../scenario/own-command-shape.js';
import type { HarnessRequest, RunHarness } from '../../trial/ports.js';
import { ownEnvironment } from '../own-environment.js';
import { lastLines } from '../run-tool.js';
import { readReport } from './report-file.js';
import { writeGate, type WriteGate } from './write-gate.js';

export const runHarness: RunHarness = (request, signal) =>
  withDir(
    async ({ path: folder }) => {
      const { engine, run, timeoutMs } = request;
      const limit = timeLimit(timeoutMs);
      const gate = await writeGate(folder, engine.socketPath, {
        stack: run.stack,
        onCreation: () => limit.outside(request.onCreation),
        onUpdate: () => limit.outside(request.onUpdate),
        onRemoval: () => limit.outside(request.onRemoval),
      });
      try {
        return await runBehind({ request, gate, over: limit.over }, signal);
      } finally {
        limit.end();
        await gate.close();
      }
    },
    { prefix: scratchPrefix(), unsafeCleanup: true },
  );

interface Behind {
  readonly request: HarnessRequest;
  readonly gate: WriteGate;
  /** Aborts when its time is over; the time in which a write of it is held does not count. */
  readonly over: AbortSignal;
}

async function runBehind({ request, gate, over }: Behind, signal: AbortSignal): ReturnType<RunHarness> {
  const { settings, tree, scenarioDir, console } = request;
  const engine = { ...request.engine, socketPath: gate.path };
  const env = await environmentOf({ ...request, engine }, signal);
  const mask = createMask({ envs: [env], names: settings.secrets });
  const [program = '', ...rest] = commandWords().parse(settings.deployment.options);
  const folders = [scenarioDir, tree.dir];
  const path = programOf({ program, folders, path: env['PATH'] ?? '', purpose: 'run' });
  const hear = (text: string): void => {
    console(mask(text));
  };
  console(mask(`$ ${[program, ...rest].join(' ')}\n`));
  const words = seeingOnly(gate.path, [path, ...rest]);
  const end = await runOwnCommand({ words, cwd: tree.dir, env, over, hear }, signal);
  const { answer, failure } = await wordOf(end, present(env['DRIFTLAB_SCRATCH'], 'scratch folder'), request);
  return {
    answer,
    failure,
    exitCode: end.timedOut || end.killedBy !== null ? null : end.exitCode,
    said: lastLines(mask(end.tail)),
    endedWith: end.timedOut ? endedLate : end.exitCode,
    wroteElsewhere: gate.elsewhere(),
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
  const report = await readReport(scratch, rule.file);
  return 'text' in report
    ? saidIn(report.text, rule)
    : { answer: null, failure: `${report.instead}, and ended with exit code ${String(exitCode)}` };
}
