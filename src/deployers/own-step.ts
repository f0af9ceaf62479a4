// Runs a command of the author's between phases: no shell, in a folder that it may write to, and told of the
// run as a deploy command is. What it exits with is a result.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { endedLate } from '../base/ended-late.js';
import { runOwnCommand } from '../base/own-command.js';
import { programOf, requireProgram } from '../base/own-program.js';
import { seeingOnly } from '../base/own-socket.js';
import { createMask } from '../base/secrets/index.js';
import { present } from '../base/assert.js';
import type { OwnStepRequest, RunOwnStep } from '../trial/ports.js';
import { ownEnvironment } from './own-environment.js';

const linesMax = 20;
const purpose = 'make a step';

export const runOwnStep: RunOwnStep = async (request, signal) => {
  const { settings, tree, scenarioDir, engine, console, words, moment } = request;
  const env = await environmentOf(request, signal);
  const mask = createMask({ envs: [env], names: settings.secrets });
  const [program = '', ...rest] = words;
  const path = programOf({ program, folders: [scenarioDir, tree.dir], path: env['PATH'] ?? '', purpose });
  console(mask(`$ ${words.join(' ')} (${moment})\n`));
  const end = await runOwnCommand(
    {
      words: seeingOnly(engine.socketPath, [path, ...rest]),
      cwd: present(env['DRIFTLAB_SCRATCH'], 'folder to write to'),
      env,
      over: AbortSignal.timeout(present(settings.steps, 'steps').timeoutMs),
      hear: (text) => {
        console(mask(text));
      },
    },
    signal,
  );
  return {
    exitCode: end.timedOut ? endedLate : end.exitCode,
    output: mask(end.tail)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-linesMax),
  };
};

/** Throws `missing-tool` where it is known before there is an engine that its program cannot be run. */
export function requireStep([program = '']: readonly string[], scenarioDir: string): void {
  requireProgram(program, scenarioDir, purpose);
}

async function environmentOf(
  request: OwnStepRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const step = request.moment === 'after-base' ? 'base' : 'upgrade';
  const env = await ownEnvironment({ ...request, step, checkedOutBy: 'lab' }, signal);
  const scratch = join(request.scratchDir, 'steps');
  await mkdir(scratch, { recursive: true });
  return {
    ...env,
    DRIFTLAB_STEP: request.moment,
    DRIFTLAB_TREE: request.tree.dir,
    DRIFTLAB_SCRATCH: scratch,
  };
}
