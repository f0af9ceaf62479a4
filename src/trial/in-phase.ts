// A phase of a trial: put on record when it begins and ends, and named in whatever fails in it.
import { LabError } from '../base/lab-error.js';
import type { Phase } from '../evidence/fact.js';
import type { TrialState } from './trial-state.js';

export async function inPhase<T>(state: TrialState, phase: Phase, work: () => Promise<T>): Promise<T> {
  state.onPhase(phase);
  state.recorder.emit({ kind: 'phase', phase, mark: 'begin' });
  try {
    return await work();
  } catch (error) {
    throw error instanceof LabError && error.phase === null ? inThatPhase(error, phase) : error;
  } finally {
    state.recorder.emit({ kind: 'phase', phase, mark: 'end' });
  }
}

function inThatPhase(error: LabError, phase: Phase): LabError {
  return new LabError(error.code, error.message, {
    phase,
    cause: error,
    ...(error.hint === null ? {} : { hint: error.hint }),
  });
}
