// The way to the engine: its socket is gone, calls get no answer, the stream of events breaks.
import { rmSync } from 'node:fs';
import type { Fault } from '../fault.js';
import { engineOf } from '../place.js';
import { standAtSocket } from '../proxy.js';

const gone: Fault = {
  name: 'socket gone',
  how: "the engine's socket is removed; its dockerd runs on",
  says: /nobody takes a connection|could not reach the engine/,
  withinSeconds: 10,
  harmlessIn: ['collect', 'destroy'],
  prepare: (place) => ({
    plant: () => {
      rmSync(engineOf(place)?.nodes[0]?.socketPath ?? '', { force: true });
    },
  }),
};

const silent: Fault = {
  name: 'API call never answered',
  how: 'the engine takes calls for services and tasks and answers none of them',
  says: /did not answer within|lost sight|took longer than|no readback confirms/,
  withinSeconds: 40,
  harmlessIn: ['collect', 'destroy'],
  prepare: (place) => {
    const proxy = standAtSocket(place);
    return {
      args: ['--programs', proxy.programs],
      plant: () => {
        proxy.silence(/^GET \/(?:v[\d.]+\/)?(?:services|tasks)\b/);
      },
      lift: () => {
        proxy.silence(null);
      },
      clear: proxy.close,
    };
  },
};

const cut: Fault = {
  name: 'event stream cut',
  how: 'the connection on which the engine tells its events is broken once',
  says: /source events lost sight/,
  withinSeconds: 20,
  harmlessIn: ['engine', 'tree', 'load', 'base', 'collect', 'destroy'],
  prepare: (place) => {
    const proxy = standAtSocket(place);
    return {
      args: ['--programs', proxy.programs],
      plant: () => {
        proxy.cut(/^GET \/(?:v[\d.]+\/)?events\b/);
      },
      clear: proxy.close,
    };
  },
};

export const socketFaults: readonly Fault[] = [gone, silent, cut];
