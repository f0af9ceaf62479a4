// Its image could not be pulled, and the engine tries again for ever: newer engines neither reject such a
// task nor let it fail.
import type { Recogniser } from './recogniser.js';

const pulling = /pull|manifest|No such image|registry|not found|no such host/i;

export const imagePull: Recogniser = ({ ended, last }) => {
  if (ended !== null || last.state !== 'preparing' || !pulling.test(last.err)) return null;
  return {
    kind: 'image-pull',
    detail: `its image could not be pulled, and the engine goes on trying: ${last.err}`,
    lines: [],
  };
};
