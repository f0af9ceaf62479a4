// Memory load: a ballast container in the engine's envelope holds an exact number of bytes in a tmpfs of its
// own. Such pages stand in no process's resident set, so the OOM killer takes the app and never the load.
import { scheduleOf, type LoadStep } from '../plan/load-schedule.js';
import { byteRange } from '../scenario/leaf.js';
import { beyondEnvelope } from './beyond-envelope.js';
import { meterOf } from './held-bytes.js';
import { holdMsOf } from './prepared-load.js';
import { programLoad } from './program-load.js';
import { sample } from './sampling.js';

const sampleMs = 250;
/** What the ballast's own shell takes beside the bytes it holds. */
const slackBytes = 16 * 1024 ** 2;

export const memory = programLoad({
  name: 'memory',
  summary: "holds an amount of what the engine's containers share",
  example: '{ memory: 60..140MiB, during: upgrade }',
  options: byteRange(),
  amount: (range) => range,
  conflicts: (_, arm) => beyondEnvelope(arm),
  unit: 'bytes',
  band: 0.05,
  varies: true,
  searchable: true,
  container: (request) => {
    const {
      load: { target, rampMs, shape },
    } = request;
    const { approach, cycle, cycleMs } = scheduleOf({ rampMs, shape });
    return {
      program: 'ballast',
      env: {
        BALLAST_BYTES: target,
        BALLAST_APPROACH: inWords(approach),
        BALLAST_CYCLE: inWords(cycle),
        BALLAST_CYCLE_MS: cycleMs,
        BALLAST_HOLD_MS: holdMsOf(request),
      },
      needs: { tmpfsBytes: target + slackBytes },
    };
  },
  measure: ({
    request: {
      engine,
      load: { target },
    },
    container,
    say,
    ended,
  }) => {
    const meter = meterOf(engine, container);
    const full: Promise<void>[] = [];
    const sampling = sample(sampleMs, ended, async () => {
      const held = await meter();
      if (held !== null) say('sample', held);
    });
    return {
      heard: ([word, bytes, ...reason]) => {
        if (word === 'full')
          full.push(
            meter().then((held) => {
              say('full', held);
            }),
          );
        if (word === 'short')
          full.push(
            meter().then((held) => {
              say('full', held, `${reason.join(' ')}: wrote ${String(bytes)} of ${String(target)} bytes`);
            }),
          );
      },
      done: async () => {
        await Promise.all([...full, sampling]);
      },
    };
  },
});

function inWords(steps: readonly LoadStep[]): string {
  return steps.map(({ atMs, permille }) => `${String(atMs)}:${String(permille)}`).join(' ');
}
