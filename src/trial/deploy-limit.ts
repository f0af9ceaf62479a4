// How long a deploy of the trial's own may take before the lab gives it up.
import type { Settings } from '../scenario/scenario.js';

/** A deployer ends at its own timeout; this much longer it may take to make ready and to clean up. */
const aroundDeployMs = 15_000;

/** Milliseconds. */
export function deployLimitMs({ deployment }: Settings): number {
  return deployment.timeoutMs + aroundDeployMs;
}
