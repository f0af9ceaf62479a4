// The lab's own process: stopped for a while, or with a clock that jumps.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Fault } from '../fault.js';
import type { Place } from '../place.js';

const frozenMs = 12_000;
const shiftedClock = fileURLToPath(new URL('shifted-clock.mjs', import.meta.url));

const frozen: Fault = {
  name: 'lab frozen',
  how: 'SIGSTOP to the lab, SIGCONT 12 s later',
  says: /source lab lost sight/,
  withinSeconds: 40,
  harmlessIn: ['engine', 'tree', 'load', 'base', 'collect', 'destroy'],
  prepare: (place) => ({
    plant: async () => {
      signal(place, 'SIGSTOP');
      await new Promise((resolve) => {
        setTimeout(resolve, frozenMs);
      });
      signal(place, 'SIGCONT');
    },
  }),
};

/**
 * Only the lab's: a real clock cannot be set without harm to all else that runs here, and no namespace has a
 * wall clock of its own.
 */
const clock: Fault = {
  name: 'clock jump',
  how: "the lab's wall clock jumps by an hour; the engine's and the machine's stay",
  says: /clock/,
  withinSeconds: 40,
  harmlessIn: ['engine', 'tree', 'load', 'base', 'upgrade', 'observe', 'collect', 'destroy'],
  prepare: (place) => ({
    env: { NODE_OPTIONS: `--import=${pathToFileURL(join(shiftedClock)).href}` },
    plant: () => {
      signal(place, 'SIGUSR2');
    },
  }),
};

function signal({ lab }: Place, name: NodeJS.Signals): void {
  if (lab !== null) process.kill(lab, name);
}

export const labFaults: readonly Fault[] = [frozen, clock];
