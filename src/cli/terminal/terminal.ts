// The one way to the terminal. What goes through here is made visible, wherever it came from, so that no
// caller can forget it; the lab's own colours pass because they are written as marks that nobody outside can
// guess. But for the last words of a process that ends by an error (cli/endings.ts), no other file writes to
// standard output or error.
import { randomBytes } from 'node:crypto';
import type { createLogUpdate } from 'log-update';
import picocolors from 'picocolors';
import { jsonText, visible } from '../../base/visible.js';
import { plainPaint, type Paint } from '../../report/paint.js';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** One JSON document on standard output. */
  readonly json: (document: unknown) => void;
  /** Lines on standard output that are drawn again and again in the same place; `clear` takes them away. */
  readonly redrawn: (by: typeof createLogUpdate) => {
    readonly draw: (text: string) => void;
    readonly clear: () => void;
  };
  /** True when standard output is a terminal on which lines may be redrawn. */
  readonly interactive: boolean;
  /** Colours for the report's meanings, for text that is written here; none where colour is not welcome. */
  readonly paint: Paint;
  /** Columns; 100 where there is no terminal. */
  readonly width: number;
}

const widthUnknown = 100;

export function openTerminal(): Terminal {
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined && picocolors.isColorSupported;
  const { paint, shown } = colours(colour);
  return {
    out: (text) => void process.stdout.write(shown(text)),
    err: (text) => void process.stderr.write(shown(text)),
    json: (document) => void process.stdout.write(`${jsonText(document, 2)}\n`),
    redrawn: (by) => {
      const update = by(process.stdout);
      return {
        draw: (text) => {
          update(shown(text));
        },
        clear: () => {
          update.clear();
          update.done();
        },
      };
    },
    interactive: process.stdout.isTTY && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined,
    paint,
    width: widthOf(process.stdout),
  };
}

/** Columns; a serial line, and whatever does not know its size, says that it has none. */
export function widthOf({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return isTTY === true && columns !== undefined && columns > 0 ? columns : widthUnknown;
}

/** Codes of ECMA-48 (SGR) that begin and end a meaning. */
const codes: Readonly<Record<keyof Paint, readonly [on: number, off: number]>> = {
  strong: [1, 22],
  faint: [2, 22],
  good: [32, 39],
  bad: [31, 39],
  unsure: [33, 39],
};
const sequence = (code: string): string => `${String.fromCharCode(27)}[${code}m`;

/** A paint that leaves marks, and what makes a text visible and its marks colours. */
export function colours(welcome: boolean): {
  readonly paint: Paint;
  readonly shown: (text: string) => string;
} {
  if (!welcome) return { paint: plainPaint, shown: visible };
  const nonce = randomBytes(9).toString('base64url');
  const [begin, end] = ['\uFDD0', '\uFDD1'];
  const mark = (code: number): string => `${begin}${nonce}${String(code)}${end}`;
  const marks = new RegExp(`${begin}${nonce}(\\d+)${end}`, 'g');
  const painted =
    ([on, off]: readonly [number, number]) =>
    (text: string): string =>
      `${mark(on)}${text}${mark(off)}`;
  const { strong, faint, good, bad, unsure } = codes;
  return {
    paint: {
      strong: painted(strong),
      faint: painted(faint),
      good: painted(good),
      bad: painted(bad),
      unsure: painted(unsure),
    },
    shown: (text) => visible(text).replace(marks, (_, code: string) => sequence(code)),
  };
}
