// Disk load: a container writes to a volume on the engine's disk at the rate that was asked for, each block
// through to the disk before the next.
import { rateRange } from '../scenario/leaf.js';
import { holdMsOf } from './prepared-load.js';
import { programLoad } from './program-load.js';
import { toldRate } from './told-rate.js';

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
  measure: toldRate('wrote'),
});
