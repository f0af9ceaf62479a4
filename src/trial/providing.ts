// What a deployer that makes something for the recipe may do with it: have it put on record, and what it made
// up masked.
import type { RunSpec } from '../plan/plan.js';
import type { DeployRequest } from './ports.js';
import type { TrialState } from './trial-state.js';

export function providing(
  { recorder, log }: Pick<TrialState, 'recorder' | 'log'>,
  { run }: RunSpec,
): Pick<DeployRequest, 'provided' | 'conceal'> {
  return {
    provided: (made) => {
      recorder.emit({ kind: 'provision', run, ...made });
    },
    conceal: log.conceal,
  };
}
