// It neither ran nor failed: swarm knows no start timeout and waits for ever.
import type { Recogniser } from './recogniser.js';

export const startTimeout: Recogniser = ({ ended, last }) => {
  if (ended !== null || last.state === 'running') return null;
  const why = last.err === '' ? '' : `: ${last.err}`;
  return { kind: 'start-timeout', detail: `it was still ${last.state} when observation ended${why}`, lines: [] };
};
