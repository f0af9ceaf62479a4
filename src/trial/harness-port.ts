// A harness of somebody's own as the conductor knows it: run to its end, and held at two moments.
import type { CheckAnswer } from './check-port.js';
import type { DeployRequest } from './ports.js';

export interface HarnessRequest extends Pick<
  DeployRequest,
  'run' | 'settings' | 'tree' | 'engine' | 'scenarioDir' | 'scratchDir' | 'console'
> {
  /** Milliseconds that it has in all, those apart in which it is held. */
  readonly timeoutMs: number;
  /** It is about to update a service for the first time; it waits until this resolves. */
  readonly onUpdate: () => Promise<void>;
  /** It is about to remove a service that it made; it waits until this resolves. */
  readonly onRemoval: () => Promise<void>;
}

export interface HarnessEnd extends CheckAnswer {
  /** As a shell says it; 124 where its time was over. */
  readonly endedWith: number;
}

/** Runs it to its end, whatever that is; throws `missing-tool` where it cannot be run. */
export type RunHarness = (request: HarnessRequest, signal: AbortSignal) => Promise<HarnessEnd>;
