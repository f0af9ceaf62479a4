// It neither ran nor failed: swarm knows no start timeout and waits for ever, also for a node that may take
// it some day.
import type { Recogniser } from './recogniser.js';

/** What swarm's scheduler says of things that the old task gives back once it is gone. */
const untilOldIsGone = /port already in use|insufficient resources|max replicas per node/i;
/** The allocator takes a task out of this state (swarmkit, manager/allocator/network.go). */
const unallocated = 'swarm had not given it the addresses and ports that it asks for';

export const startTimeout: Recogniser = ({ ended, last, besideOld }) => {
  if (ended !== null || last.state === 'running') return null;
  const why = last.err === '' ? '' : `: ${last.err}`;
  if (last.state === 'new' && why === '')
    return {
      kind: 'start-timeout',
      detail: `it was still new when observation ended: ${unallocated}`,
      lines: [],
    };
  if (last.state !== 'pending')
    return {
      kind: 'start-timeout',
      detail: `it was still ${last.state} when observation ended${why}`,
      lines: [],
    };
  if (!last.err.includes('no suitable node'))
    return {
      kind: 'start-timeout',
      detail: `it still waited for a node when observation ended${why}`,
      lines: [],
    };
  if (!besideOld || !untilOldIsGone.test(last.err))
    return { kind: 'start-timeout', detail: `no node takes it, so it waits${why}`, lines: [] };
  return {
    kind: 'start-timeout',
    because: 'held-by-old-task',
    lines: [],
    detail:
      `no node takes it beside the old task, so it waits${why}; start-first needs two of what there is ` +
      'once',
  };
};
