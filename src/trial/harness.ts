// Trials by a harness of somebody's own: it deploys base and head, waits, checks and takes down by itself.
// The lab sees its writes come, has it wait where it would take the evidence away, and holds its word
// against what swarm did.
import { pause } from '../base/deadline.js';
import { present } from '../base/assert.js';
import { ownCommand } from '../evidence/named-deployers.js';
import { settlement } from '../evidence/progress.js';
import { harnessName, harnessOf } from '../scenario/harness.js';
import { untilAtRest } from './at-rest.js';
import type { HarnessEnd } from './ports.js';
import { checkOutOnRecord, recordTree } from './trees.js';
import type { ReadyTrial, RunTree } from './trial-state.js';
import { openAsSeen } from './upgrade.js';

/** Ends when every harness has; the first error of one ends the trial, once the others are over. */
export async function runHarnesses(ready: ReadyTrial, signal: AbortSignal): Promise<void> {
  const upgrading = once(async () => {
    await ready.loads.close('base');
    ready.loads.open('upgrade');
  });
  const ends = await Promise.allSettled(
    ready.trees.map((tree) => oneHarness({ ready, tree, upgrading }, signal)),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

interface Running {
  readonly ready: ReadyTrial;
  readonly tree: RunTree;
  /** The first run that comes so far ends the loads of the base and begins those of the upgrade. */
  readonly upgrading: () => Promise<void>;
}

async function oneHarness(running: Running, signal: AbortSignal): Promise<void> {
  const { ready, tree } = running;
  const { spec, ports, engine, log, recorder } = ready;
  const { run } = tree;
  const check = present(harnessOf(spec.settings), 'harness');
  if (run.startAfterMs > 0) await pause(run.startAfterMs, signal);
  recorder.emit({ kind: 'run', run: run.run, mark: 'begin' });
  await checkOutOnRecord(ready, tree, 'base', signal);
  tellDeploy(running, 'base', 'begin');
  const reached = { updated: false };
  const conclude = once((end: HarnessEnd | null) => concluded(running, { ...reached, end }, signal));
  const end = await ports.runHarness(
    {
      ...{ run, settings: spec.settings, engine, scenarioDir: ports.scenarioDir, console: log.console },
      ...{ tree: tree.tree, scratchDir: tree.scratchDir, timeoutMs: check.timeoutMs },
      onUpdate: once(async () => {
        await headComes(running, signal);
        reached.updated = true;
      }),
      onRemoval: () => conclude(null),
    },
    signal,
  );
  await conclude(end);
  const { answer, exitCode, said, failure } = end;
  if (reached.updated) tellCheck(running, { mark: 'end', answer, exitCode, said, failure });
}

/** What it has written so far is the base, and what it writes from now on the head. */
async function headComes(running: Running, signal: AbortSignal): Promise<void> {
  const { ready, tree, upgrading } = running;
  await ready.sources.look();
  tellDeploy(running, 'base', 'end', { exitCode: 0, failure: null });
  await upgrading();
  await recordTree(ready, tree, 'upgrade', signal);
  tellCheck(running, { mark: 'begin', answer: null, exitCode: null, said: null, failure: null });
  tellDeploy(running, 'upgrade', 'begin');
}

interface Reached {
  readonly updated: boolean;
  /** Null where it has not ended, but is about to take down what it deployed. */
  readonly end: HarnessEnd | null;
}

/** Watches until swarm has made up its mind, and ends the run's record: what comes after is taking down. */
async function concluded(running: Running, { updated, end }: Reached, signal: AbortSignal): Promise<void> {
  const { ready, tree } = running;
  const { recorder, sources, spec } = ready;
  const { run } = tree.run;
  if (updated) {
    tellDeploy(running, 'upgrade', 'end', { exitCode: 0, failure: null });
    await sources.look();
    if (spec.settings.deployment.stamp === 'chaos') sources.watchNaively(run, tree.tree.stampAt('upgrade'));
    await untilSettled(running, signal);
  } else {
    const failure = `the harness ended without updating what it had deployed${wordsOf(end)}`;
    tellDeploy(running, 'base', 'end', { exitCode: end?.endedWith || 1, failure });
  }
  await sources.conclude(run, signal);
  recorder.emit({ kind: 'run', run, mark: 'end' });
}

function wordsOf(end: HarnessEnd | null): string {
  return end?.said == null ? '' : `: ${end.said}`;
}

async function untilSettled({ ready, tree }: Running, signal: AbortSignal): Promise<void> {
  const { recorder, spec } = ready;
  const { settleMs, deadlineMs } = spec.settings.observe;
  const deadlineAt = recorder.nowMs() + deadlineMs;
  const left = (): number => Math.max(0, deadlineAt - recorder.nowMs());
  const watch = (): boolean => {
    openAsSeen(ready, [tree.run]);
    return settlement(recorder.lines, tree.run.run, recorder.nowMs()) === 'settled';
  };
  await untilAtRest(recorder, { watch, left, settleMs, onSettled: () => Promise.resolve() }, signal);
}

function tellDeploy(
  { ready, tree: { run } }: Running,
  step: 'base' | 'upgrade',
  mark: 'begin' | 'end',
  how: { readonly exitCode: number; readonly failure: string | null } | null = null,
): void {
  const end = how ?? { exitCode: null, failure: null };
  const of = { run: run.run, step, deployer: ownCommand, stack: run.stack } as const;
  ready.recorder.emit({ kind: 'deploy', ...of, mark, stamp: null, ...end });
}

type Told = Pick<HarnessEnd, 'answer' | 'exitCode' | 'said' | 'failure'> & { readonly mark: 'begin' | 'end' };

function tellCheck({ ready, tree: { run } }: Running, told: Told): void {
  ready.recorder.emit({ kind: 'check', run: run.run, name: harnessName, check: harnessName, ...told });
}

/** Calls it at most once, and gives every caller the one result. */
function once<Args extends readonly unknown[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  let result: Promise<T> | null = null;
  return (...args) => (result ??= work(...args));
}
