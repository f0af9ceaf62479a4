// Deploys with a command of the author's, as it stands: no shell, in the recipe's tree, and with what it is
// told in its environment. What it exits with is a result, and so is that it never ended.
import type * as z from 'zod';
import { accessSync, constants, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { runOwnCommand, type CommandEnd } from '../base/own-command.js';
import { createMask, type Mask } from '../base/secrets/index.js';
import { formatDuration } from '../base/units.js';
import { text } from '../scenario/leaf.js';
import { list } from '../scenario/map-shape.js';
import type { DeployRequest, DeployResult } from '../trial/ports.js';
import { deployer } from './deployer.js';
import { ownEnvironment } from './own-environment.js';
import { seeingOnly } from './own-socket.js';
import { lastLines } from './run-tool.js';

/** The exit code of a command that was ended at its timeout, as timeout(1) has it. */
const endedLate = 124;

export const command = deployer({
  name: 'command',
  summary: "a command of your own, the program and its arguments, run without a shell in the recipe's tree",
  example: '{ command: [./deploy.sh, --fast], timeout: 10m }',
  options: commandWords(),
  timeoutMs: 600_000,
  stampIsTold: true,
  requires: ({ settings, scenarioDir }) => {
    const [program = ''] = commandWords().parse(settings.deployment.options);
    if (!program.includes('/')) programOf(program, [], process.env['PATH'] ?? '');
    else if (existsSync(resolve(scenarioDir, program))) programOf(program, [scenarioDir], '');
  },
  deploy: async (request, signal) => {
    const { settings, tree, scenarioDir, engine, console } = request;
    const { timeoutMs } = settings.deployment;
    const words = commandWords().parse(settings.deployment.options);
    const env = await ownEnvironment(request, signal);
    const mask = createMask({ envs: [env], names: settings.secrets });
    const [program = '', ...rest] = words;
    const path = programOf(program, [scenarioDir, tree.dir], env['PATH'] ?? '');
    console(mask(`$ ${words.join(' ')}\n`));
    const end = await runOwnCommand(
      {
        words: seeingOnly(engine.socketPath, [path, ...rest]),
        cwd: tree.dir,
        env,
        timeoutMs,
        hear: (text) => {
          console(mask(text));
        },
      },
      signal,
    );
    tellLeft(request, end);
    return resultOf(end, timeoutMs, mask);
  },
});

/** An argument vector. */
function commandWords(): z.ZodType<readonly string[]> {
  const kind = { what: 'a program and its arguments', like: '[./deploy.sh, --fast]' };
  return list(text({ what: 'one word of a command', like: '--fast' }, /^[\s\S]*$/), kind, 100)
    .min(1, { error: 'the command is empty\nname a program, like [./deploy.sh]' })
    .refine(([program = 'none']) => program.trim() !== '' && !program.startsWith('-'), {
      error: 'the first word of a command is its program\nwrite it like [./deploy.sh, --fast]',
    });
}

/**
 * A name with a slash is looked for in the folders, in their order, any other in PATH. Throws `missing-tool`
 * where there is none, or none that may be executed.
 */
function programOf(program: string, folders: readonly string[], path: string): string {
  const places = program.includes('/')
    ? folders.map((folder) => resolve(folder, program))
    : path.split(':').map((folder) => join(folder, program));
  const found = places.filter((place) => existsSync(place));
  const usable = found.find(mayRun);
  if (usable !== undefined) return usable;
  const [first] = found;
  throw first === undefined
    ? new LabError('missing-tool', `there is no program ${program} to deploy with`, {
        hint: program.includes('/')
          ? "a path is looked for in the scenario's folder, and then in the recipe's tree"
          : 'a name without a slash is looked for on the PATH',
      })
    : new LabError('missing-tool', `${first} may not be executed`, { hint: `chmod +x ${first}` });
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function tellLeft({ console }: DeployRequest, { left }: CommandEnd): void {
  if (left > 0)
    console(`(${String(left)} ${left === 1 ? 'process' : 'processes'} that it left running: ended)\n`);
}

function resultOf({ exitCode, timedOut, tail }: CommandEnd, timeoutMs: number, mask: Mask): DeployResult {
  if (exitCode === 0 && !timedOut) return { exitCode, stamp: null, failure: null };
  const said = lastLines(mask(tail));
  if (!timedOut) return { exitCode, stamp: null, failure: said ?? 'the command said nothing' };
  const late = `timed out: not done after ${formatDuration(timeoutMs)}, and ended by driftlab`;
  return { exitCode: endedLate, stamp: null, failure: said === null ? late : `${late}\n${said}` };
}
