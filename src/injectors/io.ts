// Disk load: a container writes to a volume on the engine's disk at the rate that was asked for, each block through to the disk before
// the next. What it has got through is its own count, told with its own clock after every beat.
import { containerLoad, holdMsOf } from './load-container.js';

export const io = containerLoad({
  name: 'io',
  summary: 'io: writes so much a second to the engine\'s disk, each block synced',
  unit: 'bytes-per-second',
  band: 0.1,
  varies: false,
  container: (request) => ({
    program: 'write',
    env: { WRITE_RATE: request.load.target, WRITE_MS: holdMsOf(request) },
    hostConfig: { Mounts: [{ Type: 'volume', Source: '', Target: '/load' }] },
  }),
  measure: ({ say }) => {
    let before = { bytes: 0, us: 0 };
    return {
      heard: ([word, ...rest]) => {
        if (word === 'full') say('full', null);
        if (word === 'short') say('full', 0, rest.join(' '));
        if (word !== 'wrote') return;
        const now = { bytes: Number(rest[0]), us: Number(rest[1]) };
        if (now.us > before.us) say('sample', Math.round((now.bytes - before.bytes) / (now.us - before.us) * 1e6));
        before = now;
      },
      done: () => Promise.resolve(),
    };
  },
});
