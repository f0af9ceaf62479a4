// Deploys with a command of the author's, as it stands: no shell, in the recipe's tree, and with what it is
// told in its environment. What it exits with is a result, and so is that it never ended.
import { counted } from '../base/counted.js';
import { endedLate } from '../base/ended-late.js';
import { LabError } from '../base/lab-error.js';
import { runOwnCommand, type CommandEnd } from '../base/own-command.js';
import { programOf, requireProgram } from '../base/own-program.js';
import { seeingOnly } from '../base/own-socket.js';
import { createMask, type Mask } from '../base/secrets/index.js';
import { formatDuration } from '../base/units.js';
import { ownCommand } from '../evidence/named-deployers.js';
import { commandWords } from '../scenario/own-command-shape.js';
import type { DeployRequest, DeployResult } from '../trial/ports.js';
import { deployer } from './deployer.js';
import { socketObjections } from './objections.js';
import { ownEnvironment } from './own-environment.js';
import { lastLines } from './run-tool.js';

const purpose = 'deploy';

export const command = deployer({
  name: ownCommand,
  summary: "a command of your own, the program and its arguments, run without a shell in the recipe's tree",
  example: '{ command: [./deploy.sh, --fast], timeout: 10m }',
  options: commandWords(),
  timeoutMs: 600_000,
  stampIsTold: true,
  objections: socketObjections,
  requires: ({ settings, scenarioDir }) => {
    const [program = ''] = commandWords().parse(settings.deployment.options);
    requireProgram(program, scenarioDir, purpose);
    requireNeeded(program, Object.entries(settings.deployment.needs ?? {}));
  },
  programs: (options) => commandWords().parse(options).slice(0, 1),
  deploy: async (request, signal) => {
    const { settings, tree, scenarioDir, engine, console } = request;
    const { timeoutMs } = settings.deployment;
    const words = commandWords().parse(settings.deployment.options);
    const env = await ownEnvironment(request, signal);
    const mask = createMask({ envs: [env], names: settings.secrets });
    const [program = '', ...rest] = words;
    const path = programOf({ program, folders: [scenarioDir, tree.dir], path: env['PATH'] ?? '', purpose });
    console(mask(`$ ${words.join(' ')}\n`));
    const end = await runOwnCommand(
      {
        words: seeingOnly(engine.socketPath, [path, ...rest]),
        cwd: tree.dir,
        env,
        over: AbortSignal.timeout(timeoutMs),
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

/** On the PATH of this machine, which is the command's too; all that are not there are named at once. */
function requireNeeded(program: string, needs: readonly (readonly [needed: string, hint: string])[]): void {
  const missing = needs.filter(([needed]) => !isOnPath(needed));
  const [first] = missing;
  if (first === undefined) return;
  const names = missing.map(([needed]) => needed).join(', ');
  throw missing.length === 1
    ? new LabError('missing-tool', `${program} needs ${first[0]}, which is not on the PATH`, {
        hint: `get it: ${first[1]}`,
      })
    : new LabError('missing-tool', `${program} needs ${names}, which are not on the PATH`, {
        hint: `get them: ${missing.map(([needed, hint]) => `${needed}: ${hint}`).join('; ')}`,
      });
}

function isOnPath(program: string): boolean {
  try {
    programOf({ program, folders: [], path: process.env['PATH'] ?? '', purpose });
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

function tellLeft({ console }: DeployRequest, { left }: CommandEnd): void {
  if (left > 0) console(`(${counted(left, 'process', 'processes')} that it left running: ended)\n`);
}

function resultOf({ exitCode, timedOut, tail }: CommandEnd, timeoutMs: number, mask: Mask): DeployResult {
  if (exitCode === 0 && !timedOut) return { exitCode, stamp: null, failure: null };
  const said = lastLines(mask(tail));
  if (!timedOut) return { exitCode, stamp: null, failure: said ?? 'the command said nothing' };
  const late = `timed out: not done after ${formatDuration(timeoutMs)}, and ended by driftlab`;
  return { exitCode: endedLate, stamp: null, failure: said === null ? late : `${late}\n${said}` };
}
