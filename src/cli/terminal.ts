// What the commands know of the terminal: whether there is one, its width, and whether colour is welcome.
import picocolors from 'picocolors';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** True when standard output is a terminal on which lines may be redrawn. */
  readonly interactive: boolean;
  readonly colour: boolean;
  /** Columns; 100 where there is no terminal. */
  readonly width: number;
}

export function openTerminal(): Terminal {
  const interactive = process.stdout.isTTY && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive,
    colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined && picocolors.isColorSupported,
    width: process.stdout.isTTY ? process.stdout.columns : 100,
  };
}
