// How a load is measured whose program tells what it has got through, with its own clock, after every beat.
import type { ProgramWork } from './program-load.js';

/** Blocks are whole: over a shorter time a low rate would look like none, or like several. */
const sampleUs = 900_000;

interface Told {
  readonly bytes: number;
  /** Since its start. */
  readonly us: number;
}

/** Of lines like `wrote BYTES MICROSECONDS`, both since its start; `verb` is their first word. */
export function toldRate(verb: string): ProgramWork['measure'] {
  return ({ say }) => {
    let before: Told | null = null;
    return {
      heard: ([word, ...rest]) => {
        if (word === 'full') say('full', null);
        if (word === 'short') say('full', 0, rest.join(' '));
        if (word !== verb) return;
        const now = { bytes: Number(rest[0]), us: Number(rest[1]) };
        if (before !== null && now.us - before.us < sampleUs) return;
        if (before !== null)
          say('sample', Math.round(((now.bytes - before.bytes) / (now.us - before.us)) * 1e6));
        before = now;
      },
      done: () => Promise.resolve(),
    };
  };
}
