// A check of the author's own, run as his harness runs it: no shell, and 0 means that the upgrade went well.
import { programOf, requireProgram } from '../base/own-program.js';
import { seeingOnly } from '../base/own-socket.js';
import { ownProgram } from '../evidence/named-checks.js';
import { commandWords } from '../scenario/own-command-shape.js';
import { check } from './check.js';
import { environmentOf } from './environment.js';
import { runProgram } from './run-program.js';

const purpose = 'check';

export const command = check({
  name: ownProgram,
  summary: 'a program of your own, run without a shell; it answers by its exit code: 0 is good',
  example: '{ command: [./wait.sh, --quiet], timeout: 5m }',
  options: commandWords(),
  requires: ([program = ''], scenarioDir) => {
    requireProgram(program, scenarioDir, purpose);
  },
  programs: (words) => words.slice(0, 1),
  ask: async ([program = '', ...rest], context, signal) => {
    const env = await environmentOf(context);
    const folders = [context.scenarioDir, context.treeDir];
    const path = programOf({ program, folders, path: env['PATH'] ?? '', purpose });
    const words = seeingOnly(context.engine.socketPath, [path, ...rest]);
    return runProgram({ words, env }, context, signal);
  },
});
