// The recipe's trees of a trial, one for each run, and the record of what git shows in them before a deploy.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../base/assert.js';
import type { Step, WorktreeFact } from '../evidence/fact.js';
import type { RunTree, TrialState } from './trial-state.js';

export function makeTrees(state: TrialState, signal: AbortSignal): Promise<readonly RunTree[]> {
  const { spec, ports, log } = state;
  const make = present(ports.trees[spec.settings.recipe.clone], `clone ${spec.settings.recipe.clone}`);
  return Promise.all(
    spec.runs.map(async (run) => {
      const scratchDir = join(state.scratchDir, run.run);
      await mkdir(scratchDir);
      const request = { settings: spec.settings, run, scenarioDir: ports.scenarioDir, scratchDir, console: log.console };
      return { run, scratchDir, tree: await make(request, signal) };
    }),
  );
}

/** Checks the step's ref out and records HEAD, dirty files, reflog and both stamps. */
export async function checkOutOnRecord(state: TrialState, { run, tree }: RunTree, step: Step, signal: AbortSignal): Promise<WorktreeFact> {
  await tree.checkOut(step, signal);
  const fact: WorktreeFact = { kind: 'worktree', run: run.run, ...(await tree.facts(step, signal)) };
  state.recorder.emit(fact);
  return fact;
}
