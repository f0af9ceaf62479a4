// Disk load: a container writes to a volume on the engine's disk at the rate that was asked for, each block
// through to the disk before the next. What it has got through is its own count, told with its own clock
// after every beat.
import { rateRange } from '../scenario/leaf.js';
import { programLoad, holdMsOf } from './program-load.js';

/** Blocks are whole: over a shorter time a low rate would look like none, or like several. */
const sampleUs = 900_000;

interface Written {
  readonly bytes: number;
  /** Since its start. */
  readonly us: number;
}

export const io = programLoad({
  name: 'io',
  summary: "writes so much a second to the engine's disk, each block synced",
  example: '{ io: 4MiB/s, during: rollback }',
  options: rateRange(),
  amount: (range) => range,
  unit: 'bytes-per-second',
  band: 0.1,
  varies: false,
  container: (request) => ({
    program: 'write',
    env: { WRITE_RATE: request.load.target, WRITE_MS: holdMsOf(request) },
    needs: { disk: true },
  }),
  measure: ({ say }) => {
    let before: Written | null = null;
    return {
      heard: ([word, ...rest]) => {
        if (word === 'full') say('full', null);
        if (word === 'short') say('full', 0, rest.join(' '));
        if (word !== 'wrote') return;
        const now = { bytes: Number(rest[0]), us: Number(rest[1]) };
        if (before !== null && now.us - before.us < sampleUs) return;
        if (before !== null)
          say('sample', Math.round(((now.bytes - before.bytes) / (now.us - before.us)) * 1e6));
        before = now;
      },
      done: () => Promise.resolve(),
    };
  },
});
