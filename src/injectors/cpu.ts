// CPU load: busy loops in a container whose quota is the amount, and whose share is so large that it gets it
// before the app does. What it got is read from the kernel's accounting.
import { coreRange } from '../scenario/leaf.js';
import { holdMsOf } from './prepared-load.js';
import { programLoad } from './program-load.js';
import { sample } from './sampling.js';
import { cpuMeterOf, type CpuReading } from './used-cpu.js';

const sampleMs = 500;
/** The engine takes no smaller quota. */
const millicoresMin = 10;

export const cpu = programLoad({
  name: 'cpu',
  summary: 'keeps a share of a core busy, before the app gets any of it',
  example: '{ cpu: 150%, during: whole }',
  options: coreRange(),
  amount: (range) => range,
  unit: 'millicores',
  band: 0.1,
  varies: false,
  container: (request) => ({
    program: 'spin',
    env: { SPIN_WORKERS: Math.ceil(request.load.target / 1000), SPIN_MS: holdMsOf(request) },
    needs: { millicores: Math.max(request.load.target, millicoresMin) },
  }),
  measure: ({ request: { engine }, container, say, ended }) => {
    const meter = cpuMeterOf(engine, container);
    let before: CpuReading | null = null;
    const sampling = sample(sampleMs, ended, async () => {
      const now = await meter();
      if (now !== null && before !== null && now.atMs > before.atMs)
        say('sample', Math.round(((now.usedMs - before.usedMs) / (now.atMs - before.atMs)) * 1000));
      before = now;
    });
    return {
      heard: ([word]) => {
        if (word === 'full') say('full', null);
      },
      done: () => sampling,
    };
  },
});
