// The container that is the load: what image, what limits of time, what label.
import type Docker from 'dockerode';
import type { LoadRequest } from '../trial/ports.js';

export const imageTag = 'driftlab/ballast:1';

/** A load without an end of its own ends after this long, should nobody take it off. */
const lifetimeMsMax = 60 * 60 * 1000;
/** What the ballast's own shell takes beside the bytes it holds. */
const slackBytes = 16 * 1024 ** 2;

/** Labelled for the trial, so that whatever cleans up after it finds it. */
export function ballastOptions({ load, trial, index }: LoadRequest): Docker.ContainerCreateOptions {
  return {
    name: `driftlab-${trial}-load-${String(index)}`,
    Image: imageTag,
    Labels: { 'driftlab.trial': trial },
    Env: [
      `BALLAST_BYTES=${String(load.targetBytes)}`,
      `BALLAST_RAMP_MS=${String(Math.round(load.rampMs))}`,
      `BALLAST_HOLD_MS=${String(Math.round(load.forMs ?? lifetimeMsMax))}`,
    ],
    // A terminal keeps the engine from framing the few lines that the ballast writes.
    Tty: true,
    NetworkDisabled: true,
    HostConfig: {
      NetworkMode: 'none',
      Tmpfs: { '/ballast': `rw,mode=0700,size=${String(load.targetBytes + slackBytes)}` },
    },
  };
}
