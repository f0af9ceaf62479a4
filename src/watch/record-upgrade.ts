// An upgrade that somebody else makes, put on record: the sources are attached to an engine that stands, the
// deploy is run or waited for, and swarm is watched until it has made up its mind. Nothing is created,
// changed or judged here.
import { ownCommand } from '../evidence/named-deployers.js';
import { systemClock } from '../base/clock.js';
import { messageOf, LabError } from '../base/lab-error.js';
import { settlement } from '../evidence/progress.js';
import { ofKind } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import type { ObserveSettings } from '../scenario/scenario.js';
import type { AttachedSources, AttachSources, DeployResult, Engine, TrialLog } from '../trial/ports.js';
import { recordEngine } from '../trial/record-engine.js';
import { createRecorder, type Recorder } from '../trial/recorder.js';
import { untilAtRest } from '../trial/at-rest.js';

/** Runs what deploys. A deploy that fails is a result; one that could not be tried throws. */
export type RunDeploy = (signal: AbortSignal) => Promise<DeployResult>;

export interface UpgradeWatched {
  readonly engine: Engine;
  /** Name of the stack. */
  readonly stack: string;
  /** The service whose stamp is read back at the end, without the stack's name. */
  readonly service: string;
  /** The stamp that the upgrade is to leave behind; null where nobody says. */
  readonly intendedStamp: string | null;
  /** Null: the next update is waited for, whoever makes it. */
  readonly deploy: RunDeploy | null;
  /** Milliseconds; `deadlineMs` counts from the end of the deploy, or from the first write that was seen. */
  readonly observe: Pick<ObserveSettings, 'settleMs' | 'deadlineMs'>;
  /** Milliseconds that the next update is waited for, where nothing is deployed. */
  readonly waitMs: number;
}

export interface WatchPorts {
  readonly attachSources: AttachSources;
  readonly log: TrialLog;
  /** Told when the sources are attached: what is deployed from now on is seen. */
  readonly onWatching: () => void;
}

/** The one run of such a journal. */
export function runOf(stack: string): RunSpec {
  return { run: 'r1', stack, domain: '', startAfterMs: 0 };
}

/**
 * Resolves when the last line is written, which says whether the watch came to its end. Never rejects for
 * what happens meanwhile: an engine that is lost, a command that cannot be run and an interruption are on
 * record.
 */
export async function recordUpgrade(
  watched: UpgradeWatched,
  ports: WatchPorts,
  signal: AbortSignal,
): Promise<void> {
  const recorder = createRecorder(ports.log, systemClock);
  let end: 'completed' | 'aborted' | 'invalid' = 'completed';
  try {
    await watch(watched, { ...ports, recorder }, AbortSignal.any([signal, watched.engine.lost]));
  } catch (error) {
    end = signal.aborted ? 'aborted' : 'invalid';
    const { code } = error instanceof LabError ? error : { code: 'bug' };
    recorder.emit({ kind: 'fault', phase: phaseNow(recorder), code, message: messageOf(error) });
  }
  recorder.emit({ kind: 'trial-end', end });
  ports.log.close();
}

type Watching = WatchPorts & { readonly recorder: Recorder };

async function watch(watched: UpgradeWatched, ports: Watching, signal: AbortSignal): Promise<void> {
  const { engine, stack, service, intendedStamp } = watched;
  const {
    recorder: { emit },
  } = ports;
  const run = runOf(stack);
  recordEngine(ports.recorder.emit, engine, 'start');
  const sources = await ports.attachSources({ engine, runs: [run], service, loaded: false, emit }, signal);
  try {
    await sources.look();
    emit({ kind: 'adopted', run: run.run, stack, service, intendedStamp });
    ports.onWatching();
    if (intendedStamp !== null && watched.deploy === null) sources.watchNaively(run.run, intendedStamp);
    await deployOnRecord(watched, { ...ports, sources }, signal);
    await inPhase(ports, 'observe', () => untilSettled(watched, ports.recorder, signal));
    await inPhase(ports, 'collect', () => sources.collect(signal));
    recordEngine(ports.recorder.emit, engine, 'end');
  } finally {
    await sources.detach();
  }
}

async function deployOnRecord(
  watched: UpgradeWatched,
  ports: Watching & { readonly sources: AttachedSources },
  signal: AbortSignal,
): Promise<void> {
  const { stack, intendedStamp, deploy, waitMs } = watched;
  const { recorder, sources } = ports;
  const { run } = runOf(stack);
  const common = {
    kind: 'deploy',
    run,
    step: 'upgrade',
    deployer: deploy === null ? 'somebody' : ownCommand,
    stack,
  } as const;
  await inPhase(ports, 'upgrade', async () => {
    recorder.emit({ ...common, mark: 'begin', stamp: null, exitCode: null, failure: null });
    const result =
      deploy === null ? await nextUpdate(recorder, stack, { waitMs, signal }) : await deploy(signal);
    recorder.emit({ ...common, mark: 'end', ...result });
    await sources.look();
  });
  if (intendedStamp !== null) sources.watchNaively(run, intendedStamp);
}

interface Wait {
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Throws `timeout` when nobody updates the stack in time. */
async function nextUpdate(
  recorder: Recorder,
  stack: string,
  { waitMs, signal }: Wait,
): Promise<DeployResult> {
  const before = ofKind(recorder.lines, 'spec').length;
  const written = (): boolean =>
    ofKind(recorder.lines, 'spec')
      .slice(before)
      .some((line) => line.stack === stack);
  if (await recorder.until(written, waitMs, signal)) return { exitCode: 0, stamp: null, failure: null };
  throw new LabError(
    'timeout',
    `nobody updated the stack ${stack} within ${String(Math.round(waitMs / 1000))} s`,
    { hint: 'wait for longer: --wait 1h' },
  );
}

async function untilSettled(
  { stack, observe: { settleMs, deadlineMs } }: UpgradeWatched,
  recorder: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const { run } = runOf(stack);
  const settled = (): boolean => settlement(recorder.lines, run, recorder.nowMs()) === 'settled';
  await untilAtRest(recorder, { watch: settled, deadlineMs, settleMs }, signal);
}

type WatchPhase = 'upgrade' | 'observe' | 'collect';

async function inPhase(ports: Watching, phase: WatchPhase, work: () => Promise<void>): Promise<void> {
  ports.recorder.emit({ kind: 'phase', phase, mark: 'begin' });
  await work();
  ports.recorder.emit({ kind: 'phase', phase, mark: 'end' });
}

/** The phase that was begun and has not ended; `engine` before the first. */
function phaseNow({ lines }: Recorder): WatchPhase | 'engine' {
  const last = ofKind(lines, 'phase').at(-1);
  return last === undefined || last.mark === 'end' ? 'engine' : (last.phase as WatchPhase);
}
