// Several runs at once: each goes from base to head to its own end, as runs of a harness do, on stacks of
// their own or racing on one.
import { pause } from '../base/deadline.js';
import { isBaseConverged } from '../evidence/progress.js';
import { untilBaseStands } from './standing-base.js';
import { createStackLock, type StackLock } from './stack-lock.js';
import type { ReadyTrial, RunTree } from './trial-state.js';
import { everyRun, untilRunRests, upgradeWindow } from './each-run.js';
import { deployOne } from './upgrade.js';

/** Ends when every run has; the first error of a run ends the trial, once the others are over. */
export async function runSideBySide(ready: ReadyTrial, signal: AbortSignal): Promise<void> {
  const lock = createStackLock(ready.spec.runs, ready.recorder.emit);
  const upgrading = upgradeWindow(ready);
  await everyRun(ready, (tree) => oneRun({ ready, tree, lock, upgrading }, signal));
}

interface Running {
  readonly ready: ReadyTrial;
  readonly tree: RunTree;
  readonly lock: StackLock;
  readonly upgrading: () => Promise<void>;
}

async function oneRun(running: Running, signal: AbortSignal): Promise<void> {
  const {
    ready,
    tree: { run },
    lock,
  } = running;
  if (run.startAfterMs > 0) await pause(run.startAfterMs, signal);
  ready.recorder.emit({ kind: 'run', run: run.run, mark: 'begin' });
  const whole = async (): Promise<void> => {
    if (await base(running, signal)) await upgrade(running, signal);
  };
  switch (ready.spec.settings.stacks.lock) {
    case 'run':
      await lock.holding(run, whole);
      break;
    case 'base-only':
      if (await lock.holding(run, () => base(running, signal))) await upgrade(running, signal);
      break;
    case 'none':
      await whole();
      break;
  }
  await ready.sources.conclude(run.run, signal);
  ready.recorder.emit({ kind: 'run', run: run.run, mark: 'end' });
}

/** True when the base stands. */
async function base({ ready, tree }: Running, signal: AbortSignal): Promise<boolean> {
  const { exitCode } = await deployOne(ready, tree, 'base', signal);
  const stands = (): boolean => isBaseConverged(ready.recorder.lines, tree.run.run);
  return exitCode === 0 && untilBaseStands(ready, { runs: [tree.run], stands }, signal);
}

async function upgrade({ ready, tree, upgrading }: Running, signal: AbortSignal): Promise<void> {
  await upgrading();
  await deployOne(ready, tree, 'upgrade', signal);
  await untilRunRests(ready, tree, signal);
  await ready.checks.done(tree.run.run);
}
