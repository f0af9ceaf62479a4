// Disk load of a reader, as a backup or the rebuilding of an index is one: a container reads a file on the
// engine's disk over and over, at the rate that was asked for, past the page cache unless it is to have it.
import { bytes, flag, rateRange } from '../scenario/leaf.js';
import { keys, noted } from '../scenario/map-shape.js';
import { holdMsOf } from './prepared-load.js';
import { programLoad } from './program-load.js';
import { toldRate } from './told-rate.js';

const blockBytes = 64 * 1024;
/** Pages are read whole, and the largest block is as much as most disks take at once. */
const [pageBytes, blockBytesMax] = [4096, 4 * 1024 ** 2];

const options = keys('read', {
  rate: rateRange().meta({ description: 'How much is read in a second.' }),
  block: noted(
    bytes().refine((block) => block > 0 && block % pageBytes === 0 && block <= blockBytesMax, {
      error: 'a block is a multiple of 4KiB, and at most 4MiB\nwrite it like 64KiB, or leave it out',
    }),
    'How much is read at once.',
    { default: '64KiB' },
  ),
  cached: noted(flag(), 'Whether what is in memory already may be read there.', { default: false }),
})
  // Of a rate that was not understood nothing more is said: its comparisons are false.
  .refine(({ rate, block = blockBytes }) => !(rate.low < block), {
    error: 'in a second not even one block would be read\nmake the block smaller or the rate higher',
    path: ['rate'],
  });

export const read = programLoad({
  name: 'read',
  summary: "reads so much a second from the engine's disk, as a backup does",
  example: '{ read: { rate: 8MiB/s, block: 64KiB }, during: upgrade }',
  options,
  amount: ({ rate }) => rate,
  unit: 'bytes-per-second',
  band: 0.1,
  varies: false,
  container: (request) => {
    const { block = blockBytes, cached = false } = options.parse(request.load.options);
    return {
      program: 'read',
      env: {
        READ_RATE: request.load.target,
        READ_BLOCK: block,
        READ_CACHED: String(cached),
        READ_MS: holdMsOf(request),
      },
      needs: { disk: true },
    };
  },
  measure: toldRate('read'),
});
