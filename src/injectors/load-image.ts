// The one image of all loads: a shell, dd, and a small program for each load.
import { fileURLToPath } from 'node:url';
import type { ImageSource } from '../scenario/scenario.js';

export const loadImageTag = 'driftlab/load:1';

export const loadImages: readonly ImageSource[] = [
  { tag: loadImageTag, from: 'build', path: fileURLToPath(new URL('../../images/load', import.meta.url)) },
];
