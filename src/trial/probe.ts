// A stamp probe: base and head deployed only as far as the deployer gets, which says its stamp before
// anything can fail on the engine. Nothing is waited for, loaded or observed; the tree is looked at before
// and after the head's deploy.
import { inPhase } from './in-phase.js';
import type { AttachedSources, Engine } from './ports.js';
import { makeTreesOnRecord } from './trees.js';
import type { TrialState } from './trial-state.js';
import { deployAll } from './upgrade.js';

const nobodyWatches: AttachedSources = {
  blind: new AbortController().signal,
  look: () => Promise.resolve(),
  watchNaively: () => undefined,
  conclude: () => Promise.resolve(),
  collect: () => Promise.resolve(),
  detach: () => Promise.resolve(),
};

/** A deploy that fails is what a probe expects: the app's secrets were never made. */
export async function probeStamp(
  state: TrialState & { readonly engine: Engine },
  signal: AbortSignal,
): Promise<void> {
  const trees = await inPhase(state, 'tree', () => makeTreesOnRecord(state, signal));
  const deploying = { ...state, trees, sources: nobodyWatches };
  await inPhase(state, 'base', () => deployAll(deploying, 'base', signal));
  await inPhase(state, 'upgrade', () => deployAll(deploying, 'upgrade', signal));
}
