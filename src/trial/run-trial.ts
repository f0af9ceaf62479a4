// One trial from engine to destroy. Every step is put on record as it happens; nothing is judged here.
import { dir as tmpDir } from 'tmp-promise';
import { systemClock } from '../base/clock.js';
import { unlessLost } from '../base/deadline.js';
import { scratchPrefix } from '../base/scratch.js';
import type { OwnMoment, Phase } from '../evidence/fact.js';
import type { TrialSpec } from '../plan/plan.js';
import { harnessOf } from '../scenario/harness.js';
import type { Deployment } from '../scenario/deployment.js';
import { measureChecks } from './checks.js';
import { faultOf } from './fault.js';
import { inPhase } from './in-phase.js';
import { ownStep } from './own-steps.js';
import { passThrough } from './pass-through.js';
import { actionsOf, prepareAll } from './prepare.js';
import type { TrialLog, TrialPorts } from './ports.js';
import { createRecorder, type Recorder } from './recorder.js';
import { probeStamp } from './probe.js';
import { runHarnesses } from './harness.js';
import { runSideBySide } from './side-by-side.js';
import { makeTreesOnRecord } from './trees.js';
import type { ReadyTrial, TrialState } from './trial-state.js';
import { deployAll, observe, waitForBase } from './upgrade.js';
import { recordEngine } from './record-engine.js';

export interface TrialRequest {
  readonly spec: TrialSpec;
  readonly ports: TrialPorts;
  readonly log: TrialLog;
  /** Called when a phase begins, and when a command of the author's in one does. */
  readonly onPhase: (part: Phase | OwnMoment) => void;
}

/**
 * Runs one trial; the last line of its evidence says how it ended. Never rejects: faults of the lab and
 * interruptions are on record, and a log that is lost ends the trial and says so itself. The engine may still
 * be cleaned when this returns.
 */
export async function runTrial(request: TrialRequest, signal: AbortSignal): Promise<void> {
  const recorder = createRecorder(request.log, systemClock);
  const trial = { request, recorder, phase: 'engine' as Phase };
  const end = await endOf(trial, AbortSignal.any([signal, request.log.lost]));
  recorder.emit({ kind: 'trial-end', end });
  request.log.close();
}

/** A trial, with the phase that began last. */
interface Begun {
  readonly request: TrialRequest;
  readonly recorder: Recorder;
  phase: Phase;
}

async function endOf(trial: Begun, signal: AbortSignal): Promise<'completed' | 'aborted' | 'invalid'> {
  const { request, recorder } = trial;
  const recordFault = (error: unknown): void => {
    putOnRecord(trial, error);
  };
  const onPhase = (phase: Phase): void => {
    trial.phase = phase;
    request.onPhase(phase);
  };
  const onStep = (moment: OwnMoment | null): void => {
    request.onPhase(moment ?? trial.phase);
  };
  try {
    await inScratchFolder((scratchDir) =>
      onEngine({ ...request, recorder, recordFault, onPhase, onStep, scratchDir }, signal),
    );
    return 'completed';
  } catch (error) {
    if (!(error instanceof OnRecord)) recordFault(error);
    return signal.aborted ? 'aborted' : 'invalid';
  }
}

/** What cannot be removed stays for `driftlab clean`, which knows it by the process in its name. */
async function inScratchFolder(work: (path: string) => Promise<void>): Promise<void> {
  const scratch = await tmpDir({ prefix: scratchPrefix(), unsafeCleanup: true });
  try {
    await work(scratch.path);
  } finally {
    await scratch.cleanup().catch(() => undefined);
  }
}

function putOnRecord({ request, recorder, phase }: Begun, error: unknown): void {
  const fault = faultOf(error, phase);
  recorder.emit(fault);
  const stack = fault.code === 'bug' && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  request.log.console(`fault: ${fault.message}\n${stack}`);
}

async function onEngine(state: TrialState, signal: AbortSignal): Promise<void> {
  const { spec, ports } = state;
  const engine = await inPhase(state, 'engine', () => ports.pool.acquire(spec, signal));
  const work = async (): Promise<void> => {
    const alive = AbortSignal.any([signal, engine.lost]);
    recordEngine(state.recorder.emit, engine, 'start');
    if (spec.settings.stopAt === 'stamp') {
      await probeStamp({ ...state, engine }, alive);
      recordEngine(state.recorder.emit, engine, 'end');
      return;
    }
    const sources = await unlessLost(engine.lost, () =>
      ports.attachSources(
        {
          engine,
          runs: spec.runs,
          service: spec.settings.service,
          loaded: spec.load.length + spec.settings.neighbours.length > 0,
          ...stampLabelOf(spec.settings.deployment),
          emit: state.recorder.emit,
        },
        alive,
      ),
    );
    await watched({ ...state, engine, sources }, alive);
  };
  await cleaningUp(state, work, () =>
    inPhase(state, 'destroy', async () => {
      ports.pool.release(engine);
      return Promise.resolve();
    }),
  );
}

function stampLabelOf({ stamp }: Deployment): { readonly stampLabel?: string } {
  return typeof stamp === 'string' ? {} : { stampLabel: stamp.label };
}

/** Whatever happens between attaching and detaching, what there is to collect is collected. */
async function watched(
  state: TrialState & Pick<ReadyTrial, 'engine' | 'sources'>,
  signal: AbortSignal,
): Promise<void> {
  const { sources, engine } = state;
  const seen = AbortSignal.any([signal, sources.blind]);
  await cleaningUp(
    state,
    () => upgradeUnderLoad(state, seen),
    async () => {
      const overBefore = seen.aborted;
      try {
        await inPhase(state, 'collect', () => sources.collect(seen));
        if (!overBefore) seen.throwIfAborted();
      } catch (error) {
        state.recordFault(error);
      }
      try {
        recordEngine(state.recorder.emit, engine, 'end');
      } finally {
        await sources.detach();
      }
    },
  );
}

/** A fault that is on record by now. */
class OnRecord extends Error {}

/**
 * Cleans up whatever `work` comes to. Its fault is on record before those of cleaning up, which stand beside
 * it and never in its place.
 */
async function cleaningUp(
  state: TrialState,
  work: () => Promise<void>,
  cleanUp: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OnRecord)) state.recordFault(error);
    await cleanUp().catch((later: unknown) => {
      state.recordFault(later);
    });
    throw new OnRecord();
  }
  await cleanUp();
}

async function upgradeUnderLoad(
  state: TrialState & Pick<ReadyTrial, 'engine' | 'sources'>,
  signal: AbortSignal,
): Promise<void> {
  const { lost } = state.engine;
  const trees = await inPhase(state, 'tree', () => makeTreesOnRecord(state, signal));
  const { loads, neighbours } = await unlessLost(lost, () =>
    inPhase(state, 'load', () => prepareAll(state, signal)),
  );
  const actions = actionsOf(state, signal);
  const checks = measureChecks(state, signal);
  const ready: ReadyTrial = { ...state, trees, loads, actions, checks };
  await cleaningUp(
    state,
    () => unlessLost(lost, () => baseAndUpgrade(ready, signal)),
    () =>
      unlessLost(lost, () => Promise.all([actions.stop(), checks.stop(), loads.stop(), neighbours.stop()])),
  );
}

async function baseAndUpgrade(ready: ReadyTrial, signal: AbortSignal): Promise<void> {
  const { loads, actions, spec } = ready;
  loads.open('whole');
  loads.open('base');
  actions.come('base');
  if (harnessOf(spec.settings) !== null) {
    await inPhase(ready, 'runs', () => runHarnesses(ready, signal));
    return;
  }
  if (spec.runs.length > 1) {
    await inPhase(ready, 'runs', () => runSideBySide(ready, signal));
    return;
  }
  const stands = await inPhase(
    ready,
    'base',
    async () =>
      (await deployAll(ready, 'base', signal)) &&
      (await waitForBase(ready, signal)) &&
      (await ownStep(ready, 'after-base', signal)) &&
      passThrough(ready, signal),
  );
  await loads.close('base');
  if (!stands) return;
  actions.come('stands');
  await actions.done();
  loads.open('upgrade');
  actions.come('upgrade');
  await inPhase(ready, 'upgrade', () => deployAll(ready, 'upgrade', signal));
  actions.come('deployed');
  await inPhase(ready, 'observe', async () => {
    await observe(ready, signal);
    await ownStep(ready, 'after-head', signal);
  });
}
