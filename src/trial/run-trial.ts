// One trial from engine to destroy. Every step is put on record as it happens; nothing is judged here.
import { dir as tmpDir } from 'tmp-promise';
import { systemClock } from '../base/clock.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { Phase } from '../evidence/fact.js';
import type { TrialSpec } from '../plan/plan.js';
import { inPhase } from './in-phase.js';
import { prepareLoads } from './load-windows.js';
import type { Engine, TrialLog, TrialPorts } from './ports.js';
import { createRecorder } from './recorder.js';
import { probeStamp } from './probe.js';
import { runSideBySide } from './side-by-side.js';
import { makeTreesOnRecord } from './trees.js';
import type { ReadyTrial, TrialState } from './trial-state.js';
import { deployAll, observe, waitForBase } from './upgrade.js';

export interface TrialRequest {
  readonly spec: TrialSpec;
  readonly ports: TrialPorts;
  readonly log: TrialLog;
  readonly onPhase: (phase: Phase) => void;
}

/**
 * Runs one trial; the last line of its evidence says how it ended. Never rejects for what happens in the trial: faults
 * of the lab and interruptions are on record. The engine may still be cleaned when this returns.
 */
export async function runTrial(request: TrialRequest, signal: AbortSignal): Promise<void> {
  const recorder = createRecorder(request.log, systemClock);
  const scratch = await tmpDir({ prefix: `driftlab-${String(process.pid)}-`, unsafeCleanup: true });
  const state: TrialState = { ...request, recorder, scratchDir: scratch.path };
  let end: 'completed' | 'aborted' | 'invalid' = 'completed';
  try {
    await onEngine(state, signal);
  } catch (error) {
    end = signal.aborted ? 'aborted' : 'invalid';
    if (!(error instanceof OnRecord)) recordFault(state, error);
  } finally {
    recorder.emit({ kind: 'trial-end', end });
    request.log.close();
    await scratch.cleanup();
  }
}

async function onEngine(state: TrialState, signal: AbortSignal): Promise<void> {
  const { spec, ports } = state;
  const engine = await inPhase(state, 'engine', () => ports.pool.acquire(spec, signal));
  try {
    const alive = AbortSignal.any([signal, engine.lost]);
    recordEngine(state, engine, 'start');
    if (spec.settings.stopAt === 'stamp') {
      await probeStamp({ ...state, engine }, alive);
      recordEngine(state, engine, 'end');
      return;
    }
    const sources = await ports.attachSources({ engine, runs: spec.runs, service: spec.settings.service, loaded: spec.load.length + spec.settings.neighbours.length > 0, emit: state.recorder.emit }, alive);
    await watched({ ...state, engine, sources }, alive);
  } finally {
    await inPhase(state, 'destroy', async () => {
      ports.pool.release(engine);
      return Promise.resolve();
    });
  }
}

/** Whatever happens between attaching and detaching, what there is to collect is collected. */
async function watched(state: TrialState & Pick<ReadyTrial, 'engine' | 'sources'>, signal: AbortSignal): Promise<void> {
  const { sources, engine } = state;
  await cleaningUp(state, () => upgradeUnderLoad(state, signal), async () => {
    try {
      await inPhase(state, 'collect', () => sources.collect(signal));
    } catch (error) {
      recordFault(state, error);
    }
    recordEngine(state, engine, 'end');
    await sources.detach();
  });
}

/** A fault that is on record by now. */
class OnRecord extends Error {}

/** Cleans up whatever `work` comes to. Its fault is on record before those of cleaning up, which stand beside it and never in its place. */
async function cleaningUp(state: TrialState, work: () => Promise<void>, cleanUp: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OnRecord)) recordFault(state, error);
    await cleanUp().catch((later: unknown) => { recordFault(state, later); });
    throw new OnRecord();
  }
  await cleanUp();
}

async function upgradeUnderLoad(state: TrialState & Pick<ReadyTrial, 'engine' | 'sources'>, signal: AbortSignal): Promise<void> {
  const trees = await inPhase(state, 'tree', () => makeTreesOnRecord(state, signal));
  const { loads, neighbours } = await inPhase(state, 'load', () => prepareAll(state, signal));
  const ready: ReadyTrial = { ...state, trees, loads };
  await cleaningUp(state, () => baseAndUpgrade(ready, signal), () => Promise.all([loads.stop(), neighbours.stop()]));
}

async function baseAndUpgrade(ready: ReadyTrial, signal: AbortSignal): Promise<void> {
  const { loads, spec } = ready;
  loads.open('whole');
  loads.open('base');
  if (spec.runs.length > 1) {
    await inPhase(ready, 'runs', () => runSideBySide(ready, signal));
    return;
  }
  const stands = await inPhase(ready, 'base', async () => (await deployAll(ready, 'base', signal)) && waitForBase(ready, signal));
  await loads.close('base');
  if (!stands) return;
  loads.open('upgrade');
  await inPhase(ready, 'upgrade', () => deployAll(ready, 'upgrade', signal));
  await inPhase(ready, 'observe', () => observe(ready, signal));
}

/** Neighbours are there before the first deploy; loads wait for their windows. */
async function prepareAll({ spec, ports, engine, recorder, log, scratchDir }: TrialState & Pick<ReadyTrial, 'engine'>, signal: AbortSignal) {
  const { emit } = recorder;
  const { neighbours: compose, env, observe: { baseDeadlineMs } } = spec.settings;
  const neighbours = await ports.moveIn({
    engine, neighbours: compose, firstIndex: spec.load.length, env, deadlineMs: baseDeadlineMs, scenarioDir: ports.scenarioDir, scratchDir, console: log.console, emit,
  }, signal);
  try {
    return { loads: await prepareLoads({ spec, injectors: ports.injectors, engine, emit }, signal), neighbours };
  } catch (error) {
    await neighbours.stop();
    throw error;
  }
}

function recordFault(state: TrialState, error: unknown): void {
  const { code, phase } = error instanceof LabError ? error : { code: 'bug', phase: null };
  const message = messageOf(error);
  state.recorder.emit({ kind: 'fault', phase: (phase ?? 'engine') as Phase, code, message });
  state.log.console(`fault: ${message}\n${code === 'bug' && error instanceof Error ? `${error.stack ?? ''}\n` : ''}`);
}

function recordEngine(state: TrialState, engine: Engine, moment: 'start' | 'end'): void {
  const { id, version, programs, nodeId, envelopeBytes, cgroupVersion } = engine;
  state.recorder.emit({ kind: 'engine', moment, engine: id, version, programs, nodeId, daemon: engine.daemon(), envelopeBytes, cgroupVersion });
}
