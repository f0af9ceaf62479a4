// Runs the program of a check to its end, and makes an answer of how it ended: 0 is good, anything else bad,
// as whoever runs it in a harness takes it.
import { runOwnCommand } from '../base/own-command.js';
import { createMask } from '../base/secrets/index.js';
import { formatDuration } from '../base/units.js';
import type { CheckAnswer, CheckContext } from '../trial/ports.js';

export interface Program {
  /** The program, by its path, and its arguments. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const linesKept = 5;

export async function runProgram(
  { words, env }: Program,
  { timeoutMs, scratchDir, settings, console }: CheckContext,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const mask = createMask({ envs: [env], names: settings.secrets });
  const hear = (text: string): void => {
    console(mask(text));
  };
  const { exitCode, timedOut, killedBy, tail } = await runOwnCommand(
    { words, cwd: scratchDir, env, over: AbortSignal.timeout(timeoutMs), hear },
    signal,
  );
  const said = mask(tail).trim().split('\n').slice(-linesKept).join('\n') || null;
  if (timedOut)
    return { answer: null, exitCode: null, said, failure: `no answer within ${formatDuration(timeoutMs)}` };
  if (killedBy !== null) return { answer: null, exitCode: null, said, failure: `ended by ${killedBy}` };
  return { answer: exitCode === 0 ? 'good' : 'bad', exitCode, said, failure: null };
}
