// Other processes that check base and head out in turn, in the tree of a stamp probe, while the head is
// deployed: what a harness does whose runs share a recipe's tree. Each checkout is on record, also one that
// git refused.
import { messageOf } from '../base/lab-error.js';
import type { Step } from '../evidence/fact.js';
import type { RunTree, TrialState } from './trial-state.js';

const checkoutMs = 60_000;

/**
 * Does `work` beside as many of them as the settings say, and resolves when both have ended; none is cut
 * short.
 */
export async function besideCheckouts<T>(
  state: TrialState,
  runTree: RunTree,
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const processes = Array.from({ length: state.spec.settings.checkouts }, (_, index) =>
    checkOutInTurn(state, runTree, index + 1, AbortSignal.any([over.signal, signal])),
  );
  try {
    return await work();
  } finally {
    over.abort();
    await Promise.all(processes);
  }
}

/** The odd ones begin with base, the even ones with head. */
async function checkOutInTurn(
  state: TrialState,
  runTree: RunTree,
  by: number,
  until: AbortSignal,
): Promise<void> {
  const steps: readonly Step[] = by % 2 === 1 ? ['base', 'upgrade'] : ['upgrade', 'base'];
  for (let turn = 0; !until.aborted; turn++)
    await checkOutOnce(state, runTree, { by, step: steps[turn % 2] ?? 'base' });
}

async function checkOutOnce(
  { recorder }: TrialState,
  { run, tree }: RunTree,
  { by, step }: { readonly by: number; readonly step: Step },
): Promise<void> {
  const common = { kind: 'checkout', run: run.run, by, step } as const;
  recorder.emit({ ...common, mark: 'begin', stamp: null, failure: null });
  try {
    // Never cut short: git would leave its lock behind, and what the tree is then would be nobody's doing but
    // the lab's.
    await tree.checkOut(step, AbortSignal.timeout(checkoutMs));
    recorder.emit({ ...common, mark: 'end', stamp: tree.stampAt(step), failure: null });
  } catch (error) {
    recorder.emit({ ...common, mark: 'end', stamp: null, failure: messageOf(error) });
  }
}
