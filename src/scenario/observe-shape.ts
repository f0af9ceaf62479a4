// The shape of `observe`: how long a trial is watched.
import type * as z from 'zod';
import { duration } from './leaf.js';
import { keys, noted } from './map-shape.js';

/** Milliseconds. */
export interface ObservePart {
  readonly settle?: number | undefined;
  readonly deadline?: number | undefined;
  readonly 'base-deadline'?: number | undefined;
}

export function observeShape(): z.ZodType<ObservePart> {
  return keys('observe', {
    settle: noted(duration(), "How long the service is watched on after swarm's update has ended.", {
      default: '2s',
    }),
    deadline: noted(
      duration(),
      "How long after the upgrade's deploy a trial that has not settled is given up as unsettled.",
      { default: '60s' },
    ),
    'base-deadline': noted(duration(), 'How long the base has to converge.', { default: '60s' }),
  });
}
