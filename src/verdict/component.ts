// Who is answerable for an outcome: the app when its head cannot run by itself, swarm when its update policy
// met too little memory or needs two of what there is once, the deployer or the tree when swarm never got the
// head, another run or client when it wrote over it or killed a task. What is not known blames nobody.
import type { Cause, CauseKind, Component, Outcome } from './verdict.js';

const byCause: Readonly<Record<CauseKind, Component | null>> = {
  'oom-kill': 'swarm',
  unhealthy: 'app',
  exit: 'app',
  rejected: 'app',
  'image-pull': 'app',
  'start-timeout': 'app',
  'foreign-write': 'other-run',
  'wrong-tree': 'tree',
  'wrong-stamp': 'deployer',
  'deployer-error': 'deployer',
  unknown: null,
};

/** Null when nothing went wrong, and when the cause is unknown. */
export function componentOf(outcome: Outcome, cause: Cause | null): Component | null {
  if (outcome === 'inconclusive') return 'lab';
  if (cause === null) return null;
  return cause.because === null ? byCause[cause.kind] : byReason[cause.because];
}

const byReason: Readonly<Record<NonNullable<Cause['because']>, Component>> = {
  'child-oom-kill': 'app',
  'held-by-old-task': 'swarm',
  'held-outside-swarm': 'other-run',
  'own-limit': 'app',
};
