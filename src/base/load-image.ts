// The one image of the lab's own, of loads and of whatever else the lab runs in an engine: a shell, dd, and a
// small program for each load.
import { fileURLToPath } from 'node:url';

export const loadImageTag = 'driftlab/load:1';

export const loadImage = {
  tag: loadImageTag,
  from: 'build',
  path: fileURLToPath(new URL('../../images/load', import.meta.url)),
} as const;
