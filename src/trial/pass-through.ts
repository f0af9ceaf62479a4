// The versions between base and head, deployed one after the other, each watched until swarm has made up its
// mind on it. What stands then is what the head is an upgrade from.
import { passageSettlement } from '../evidence/passages.js';
import { untilAtRest } from './at-rest.js';
import { deployOther } from './deploy-other.js';
import { deployLimitMs } from './deploy-limit.js';
import { moveTags } from './move-tags.js';
import type { ReadyTrial, RunTree } from './trial-state.js';

/** True when each could be deployed, whatever became of it, or there is none. */
export async function passThrough(ready: ReadyTrial, signal: AbortSignal): Promise<boolean> {
  const { spec } = ready;
  const { through = [] } = spec.settings.recipe;
  const [runTree] = ready.trees;
  if (runTree === undefined || through.length === 0) return true;
  await moveTags(ready, signal);
  for (const [index, ref] of through.entries())
    if (!(await passOne(ready, { runTree, index, ref }, signal))) return false;
  return true;
}

interface OnTheWay {
  readonly runTree: RunTree;
  readonly index: number;
  readonly ref: string;
}

async function passOne(
  ready: ReadyTrial,
  { runTree: { run, scratchDir }, index, ref }: OnTheWay,
  signal: AbortSignal,
): Promise<boolean> {
  const { recorder, sources, spec } = ready;
  const common = { kind: 'passage', run: run.run, index, ref } as const;
  recorder.emit({ ...common, mark: 'begin', stamp: null, exitCode: null, failure: null });
  const result = await deployOther(
    {
      state: ready,
      run,
      folder: `way-${String(index)}`,
      limitMs: deployLimitMs(spec.settings),
      appDir: scratchDir,
    },
    { commit: ref, overlays: [] },
    signal,
  );
  recorder.emit({ ...common, mark: 'end', ...result });
  await sources.look();
  if (result.exitCode !== 0) return false;
  const { deadlineMs, settleMs } = spec.settings.observe;
  const watch = (): boolean =>
    passageSettlement(recorder.lines, { run: run.run, index }, recorder.nowMs()) === 'settled';
  await untilAtRest(recorder, { watch, deadlineMs, settleMs }, signal);
  return true;
}
