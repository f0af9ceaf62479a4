// Trials by a harness of somebody's own: it deploys base and head, waits, checks and takes down by itself.
// The lab sees its writes come, has it wait where it would take the evidence away, and holds its word
// against what swarm did.
import { pause } from '../base/deadline.js';
import { present } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import { once } from '../base/once.js';
import type { Step } from '../evidence/fact.js';
import { ownCommand } from '../evidence/named-deployers.js';
import { headTreeOf } from '../evidence/timeline.js';
import { harnessName, harnessOf } from '../scenario/harness.js';
import { everyRun, untilRunRests, upgradeWindow } from './each-run.js';
import { baseOfHarness, type BaseOfHarness } from './harness-base.js';
import type { HarnessEnd } from './ports.js';
import { checkOutOnRecord, recordTree } from './trees.js';
import type { ReadyTrial, RunTree } from './trial-state.js';

/** Ends when every harness has; the first error of one ends the trial, once the others are over. */
export function runHarnesses(ready: ReadyTrial, signal: AbortSignal): Promise<void> {
  const upgrading = upgradeWindow(ready);
  return everyRun(ready, (tree) => oneHarness({ ready, tree, upgrading }, signal));
}

interface Starting {
  readonly ready: ReadyTrial;
  readonly tree: RunTree;
  readonly upgrading: () => Promise<void>;
}

interface Running extends Starting {
  readonly base: BaseOfHarness;
}

async function oneHarness(starting: Starting, signal: AbortSignal): Promise<void> {
  const { ready, tree } = starting;
  const { spec, ports, engine, log, recorder } = ready;
  const { run } = tree;
  const running = { ...starting, base: baseOfHarness(ready, run) };
  const { timeoutMs } = present(harnessOf(spec.settings), 'harness');
  if (run.startAfterMs > 0) await pause(run.startAfterMs, signal);
  recorder.emit({ kind: 'run', run: run.run, mark: 'begin' });
  await checkOutOnRecord(ready, tree, 'base', signal);
  tellDeploy(running, 'base', 'begin');
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const own = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const comes = once(() => headComes(running, either));
  const updates = async (): Promise<void> => {
    await comes();
    await treeAgain(running, either);
  };
  const after = afterwards();
  const conclude = once(async (end: HarnessEnd | null) => {
    after.begins();
    await comes();
    await upgradeEnds(running, end, either);
  });
  const end = await ports.runHarness(
    {
      ...{ run, settings: spec.settings, engine, scenarioDir: ports.scenarioDir, console: log.console },
      ...{ tree: tree.tree, scratchDir: tree.scratchDir, timeoutMs },
      onCreation: () => {
        after.creation();
        return own(async () =>
          comes.isBegun() || !(await isOfHead(running, either)) ? undefined : updates(),
        );
      },
      onUpdate: () => own(() => after.update() ?? updates()),
      onRemoval: () => own(() => (comes.isBegun() ? conclude(null) : running.base.looked())),
    },
    either,
  );
  either.throwIfAborted();
  if (!comes.isBegun()) {
    await baseEnds(running, end, either);
    return;
  }
  await conclude(end);
  const { answer, exitCode, said, failure } = end;
  tellCheck(running, { mark: 'end', answer, exitCode, said, failure });
}

interface Afterwards {
  /** The run's record ends, since it takes something down. */
  readonly begins: () => void;
  readonly creation: () => void;
  /** Null before the record ends. */
  readonly update: () => Promise<void> | null;
}

/**
 * What it does once the run's record has ended. A stack that it makes anew is another one; an update of what
 * still stands belongs to the upgrade, of which nobody saw the end.
 */
function afterwards(): Afterwards {
  let [isOver, isAnew] = [false, false];
  return {
    begins: () => {
      isOver = true;
    },
    creation: () => {
      isAnew ||= isOver;
    },
    update: () => {
      if (!isOver) return null;
      return isAnew ? Promise.resolve() : Promise.reject(wentOn());
    },
  };
}

function wentOn(): LabError {
  return new LabError('evidence', 'the harness removed a service and went on to update another one', {
    hint: 'what it did after that removal was not seen: have it remove nothing before its upgrade is over',
  });
}

/** What it has written so far is the base, and what it writes from now on the head. */
async function headComes(running: Running, signal: AbortSignal): Promise<void> {
  const { ready, tree, upgrading } = running;
  await ready.sources.look();
  tellDeploy(running, 'base', 'end', wentWell);
  await upgrading();
  await recordTree(ready, tree, 'upgrade', signal);
  tellCheck(running, { mark: 'begin', answer: null, exitCode: null, said: null, failure: null });
  tellDeploy(running, 'upgrade', 'begin');
}

/** One that posts the base twice checks the head out after that: its tree is what it wrote from last. */
async function treeAgain({ ready, tree }: Running, signal: AbortSignal): Promise<void> {
  if (ready.spec.settings.deployment.stamp === 'none') return;
  const before = headTreeOf(ready.recorder.lines, tree.run.run);
  if ((await tree.tree.stamp(signal)) !== before?.treeStamp) await recordTree(ready, tree, 'upgrade', signal);
}

/**
 * Whether the first that it writes of the head is a service that the base has not. Where all was taken down
 * before, it is the base that begins once more.
 */
async function isOfHead(running: Running, signal: AbortSignal): Promise<boolean> {
  const { ready, tree, base } = running;
  const place = await base.creating();
  if (place === 'anew') tellDeploy(running, 'base', 'begin');
  if (place !== 'beside' || ready.spec.settings.deployment.stamp === 'none') return false;
  const [now, before, then] = [
    await tree.tree.stamp(signal),
    tree.tree.stampAt('base'),
    tree.tree.stampAt('upgrade'),
  ].map(commitOf);
  return now === then && now !== before;
}

/** Of a stamp, which may say that there were files besides. */
function commitOf(stamp: string): string {
  return stamp.replace(/\+U$/, '');
}

/**
 * Watches until swarm has made up its mind, and ends the run's record: what comes after is taking down.
 * `end`: null where it has not ended, but is about to take down what it deployed.
 */
async function upgradeEnds(running: Running, end: HarnessEnd | null, signal: AbortSignal): Promise<void> {
  const { ready, tree } = running;
  const { sources, spec } = ready;
  tellDeploy(running, 'upgrade', 'end', end === null ? wentWell : endOfDeploy(end));
  await sources.look();
  if (spec.settings.deployment.stamp === 'chaos')
    sources.watchNaively(tree.run.run, tree.tree.stampAt('upgrade'));
  await untilRunRests(ready, tree, signal);
  await runEnds(running, signal);
}

/** Where it ended before it took anything down, whether it was through with its deploy is not known. */
function endOfDeploy({ endedWith, failure, said }: HarnessEnd): Ended {
  return { exitCode: endedWith, failure: endedWith === 0 ? null : (failure ?? said ?? 'it said nothing') };
}

/** It never updated anything: of the base is said what was seen of it, and of the upgrade nothing. */
async function baseEnds(running: Running, end: HarnessEnd, signal: AbortSignal): Promise<void> {
  const hasFailed = await running.base.hasFailed(signal);
  tellDeploy(running, 'base', 'end', {
    exitCode: 0,
    failure: hasFailed ? null : withoutUpdate(running, end),
  });
  await runEnds(running, signal);
}

function withoutUpdate(
  { tree: { run } }: Running,
  { endedWith, failure, said, wroteElsewhere }: HarnessEnd,
): string {
  const how = failure ?? `it ended with exit code ${String(endedWith)}`;
  const elsewhere = wroteElsewhere.length === 0 ? '' : `; it wrote to ${wroteElsewhere.join(', ')}`;
  const words = said === null ? '' : `; it said: ${said.split('\n').join(' / ')}`;
  return (
    `the harness updated no service of the stack ${run.stack} at the socket that it was given, so that no ` +
    `upgrade was seen: ${how}${elsewhere}${words}`
  );
}

async function runEnds({ ready, tree: { run } }: Running, signal: AbortSignal): Promise<void> {
  await ready.sources.conclude(run.run, signal);
  ready.recorder.emit({ kind: 'run', run: run.run, mark: 'end' });
}

interface Ended {
  readonly exitCode: number | null;
  readonly failure: string | null;
}

const wentWell: Ended = { exitCode: 0, failure: null };

function tellDeploy(
  { ready, tree: { run } }: Running,
  step: Step,
  mark: 'begin' | 'end',
  end: Ended = { exitCode: null, failure: null },
): void {
  const of = { run: run.run, step, deployer: ownCommand, stack: run.stack } as const;
  ready.recorder.emit({ kind: 'deploy', ...of, mark, stamp: null, ...end });
}

type Told = Pick<HarnessEnd, 'answer' | 'exitCode' | 'said' | 'failure'> & { readonly mark: 'begin' | 'end' };

function tellCheck({ ready, tree: { run } }: Running, told: Told): void {
  ready.recorder.emit({ kind: 'check', run: run.run, name: harnessName, check: harnessName, ...told });
}
