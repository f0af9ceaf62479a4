// The shape of `observe`: how long a trial is watched.
import * as z from 'zod';
import { whole, type Kept } from './kept.js';
import { duration } from './leaf.js';
import { keys, noted } from './map-shape.js';

const byDefault = { settleMs: 2000, deadlineMs: 60_000, baseDeadlineMs: 60_000 } as const;

/** What one place of the file says about observing, in milliseconds. */
export type ObservePart = Kept<typeof observeShape>;

export function observeShape() {
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

export function keptObserve() {
  return z.strictObject({
    /** Milliseconds that the service is watched on after swarm's update is terminal. */
    settleMs: whole(),
    /** Milliseconds after the upgrade's deploy at which a trial that is not settled is `unsettled`. */
    deadlineMs: whole(),
    /** Milliseconds the base has to converge. */
    baseDeadlineMs: whole(),
  });
}

export type ObserveSettings = Kept<typeof keptObserve>;

/** The arm's own over those of the scenario. */
export function observedOf(top: ObservePart = {}, own: ObservePart = {}): ObserveSettings {
  const said = { ...top, ...own };
  return {
    settleMs: said.settle ?? byDefault.settleMs,
    deadlineMs: said.deadline ?? byDefault.deadlineMs,
    baseDeadlineMs: said['base-deadline'] ?? byDefault.baseDeadlineMs,
  };
}
