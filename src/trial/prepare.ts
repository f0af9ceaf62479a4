// What is made ready before the first deploy: neighbours, loads, and what somebody else is to do.
import { present } from '../base/assert.js';
import { scheduleActions, type Actions } from './actions.js';
import { otherDeploys } from './deploy-other.js';
import { prepareLoads, type LoadWindows } from './load-windows.js';
import type { ReadyTrial, TrialState } from './trial-state.js';

/** Neighbours are there before the first deploy; loads wait for their windows. */
export async function prepareAll(
  { spec, ports, engine, recorder, log, scratchDir }: TrialState & Pick<ReadyTrial, 'engine'>,
  signal: AbortSignal,
): Promise<{ readonly loads: LoadWindows; readonly neighbours: { readonly stop: () => Promise<void> } }> {
  const { emit } = recorder;
  const {
    neighbours: compose,
    env,
    observe: { baseDeadlineMs },
  } = spec.settings;
  const neighbours = await ports.moveIn(
    {
      engine,
      neighbours: compose,
      firstIndex: spec.load.length,
      env,
      deadlineMs: baseDeadlineMs,
      scenarioDir: ports.scenarioDir,
      scratchDir,
      console: log.console,
      emit,
    },
    signal,
  );
  try {
    return {
      loads: await prepareLoads({ spec, injectors: ports.injectors, engine, emit }, signal),
      neighbours,
    };
  } catch (error) {
    await neighbours.stop();
    throw error;
  }
}

/** They are done to the first run: a trial of several has none. */
export function actionsOf(
  state: TrialState & Pick<ReadyTrial, 'engine' | 'sources'>,
  signal: AbortSignal,
): Actions {
  const { spec, ports, engine, sources, recorder } = state;
  const run = present(spec.runs[0], 'run');
  const context = {
    engine,
    run,
    trial: spec.id,
    service: spec.settings.service,
    deploy: otherDeploys(state, run),
  };
  return scheduleActions(
    { spec, known: ports.actions, context, emit: recorder.emit, look: sources.look },
    signal,
  );
}
