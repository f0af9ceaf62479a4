// What an app writes goes to terminals and reports: a line of it must neither move a cursor nor tell a
// secret, nor go on for ever.
import { blanked } from '../base/visible.js';
import { createMask, type Mask } from '../base/secrets/index.js';

const escape = String.fromCharCode(27);
const bell = String.fromCharCode(7);
/** Colours and cursor moves, titles and links, and the rest of what a terminal would obey. */
const terminalCommands = new RegExp(
  `${escape}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}${escape}]*(?:${bell}|${escape}\\\\)?|[ -/]*[0-~])`,
  'g',
);

/**
 * One line in plain characters, at most `charsMax` long. Of what was written over itself, as progress bars
 * are, the last stays.
 */
export function plainLine(line: string, mask: Mask, charsMax: number): string {
  const plain = line.replace(terminalCommands, '').replaceAll('\t', ' ');
  const last = plain.split('\r').findLast((piece) => piece.trim() !== '') ?? '';
  const chars = Array.from(blanked(mask(last)));
  return chars.length > charsMax ? `${chars.slice(0, charsMax - 1).join('')}…` : chars.join('');
}

/** For an environment as the engine shows it, `NAME=value`. */
export function maskFor(env: readonly string[]): Mask {
  return createMask({
    envs: [
      Object.fromEntries(
        env.map((pair) => {
          const [variable = '', ...value] = pair.split('=');
          return [variable, value.join('=')];
        }),
      ),
    ],
  });
}
