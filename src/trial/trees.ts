// The recipe's trees of a trial, one for each run, and the record of what git shows in them around a deploy.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../base/assert.js';
import type { Step, WorktreeFact } from '../evidence/fact.js';
import { recordBinary } from './deployer-binary.js';
import type { RunTree, TrialState } from './trial-state.js';

/** Makes the tree of each run, with the program that is to deploy it and refs that moved on record. */
export async function makeTreesOnRecord(state: TrialState, signal: AbortSignal): Promise<readonly RunTree[]> {
  await recordBinary(state, signal);
  const trees = await makeTrees(state, signal);
  for (const { run, tree } of trees)
    for (const moved of tree.moved ?? []) state.recorder.emit({ kind: 'moved-ref', run: run.run, ...moved });
  return trees;
}

function makeTrees(state: TrialState, signal: AbortSignal): Promise<readonly RunTree[]> {
  const { spec, ports, log } = state;
  const make = present(ports.trees[spec.settings.recipe.clone], `clone ${spec.settings.recipe.clone}`);
  return Promise.all(
    spec.runs.map(async (run) => {
      const scratchDir = join(state.scratchDir, run.run);
      await mkdir(scratchDir);
      const request = {
        settings: spec.settings,
        run,
        scenarioDir: ports.scenarioDir,
        scratchDir,
        console: log.console,
      };
      return { run, scratchDir, tree: await make(request, signal) };
    }),
  );
}

/** Checks the step's ref out and records the tree. */
export async function checkOutOnRecord(
  state: TrialState,
  runTree: RunTree,
  step: Step,
  signal: AbortSignal,
): Promise<WorktreeFact> {
  await runTree.tree.checkOut(step, signal);
  return recordTree(state, runTree, step, signal);
}

/** Records HEAD, dirty files, reflog and both stamps of the tree as it stands. */
export async function recordTree(
  state: TrialState,
  { run, tree }: RunTree,
  step: Step,
  signal: AbortSignal,
): Promise<WorktreeFact> {
  const fact: WorktreeFact = { kind: 'worktree', run: run.run, ...(await tree.facts(step, signal)) };
  state.recorder.emit(fact);
  return fact;
}
