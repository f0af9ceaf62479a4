// The middle of a trial: base up, head over it, and watching until swarm has made up its mind.
import { withDeadlineToTheEnd } from '../base/deadline.js';
import { present } from '../base/assert.js';
import type { Evidence } from '../evidence/evidence.js';
import type { Step } from '../evidence/fact.js';
import { isBaseConverged, isMonitored, isRollingBack, settlement } from '../evidence/progress.js';
import type { RunSpec } from '../plan/plan.js';
import { settingsAt } from '../scenario/sides.js';
import { untilAtRest } from './at-rest.js';
import { untilBaseStands } from './standing-base.js';
import { besideCheckouts } from './checkouts-beside.js';
import type { CheckoutBy, Deployer, DeployResult, RecipeTree } from './ports.js';
import { deployLimitMs } from './deploy-limit.js';
import { moveTags } from './move-tags.js';
import { providing } from './providing.js';
import { checkOutOnRecord, recordTree } from './trees.js';
import type { ReadyTrial, RunTree } from './trial-state.js';

type Deploying = Omit<ReadyTrial, 'loads' | 'actions' | 'checks'> & Partial<Pick<ReadyTrial, 'checks'>>;

/** Deploys one step of every run; true when every deployer said that it worked. */
export async function deployAll(ready: Deploying, step: Step, signal: AbortSignal): Promise<boolean> {
  const results = await Promise.all(ready.trees.map((tree) => deployOne(ready, tree, step, signal)));
  return results.every(({ exitCode }) => exitCode === 0);
}

/** Deploys one step of one run, with the tree before it on record. */
export async function deployOne(
  ready: Deploying,
  runTree: RunTree,
  step: Step,
  signal: AbortSignal,
): Promise<DeployResult> {
  const { spec, ports, engine, log, recorder, sources } = ready;
  const { run, tree, scratchDir } = runTree;
  const deployer = present(ports.deployers[spec.settings.deployer], `deployer ${spec.settings.deployer}`);
  const checkedOutBy = step === 'base' ? baseCheckout(tree, deployer) : 'lab';
  const { intendedStamp } = await (checkedOutBy === 'lab' ? checkOutOnRecord : recordTree)(
    ready,
    runTree,
    step,
    signal,
  );
  const common = { kind: 'deploy', run: run.run, step, deployer: deployer.name, stack: run.stack } as const;
  if (step === 'upgrade') await ready.checks?.remember(runTree, signal);
  if (step === 'upgrade') await moveTags(ready, signal);
  recorder.emit({ ...common, mark: 'begin', stamp: null, exitCode: null, failure: null });
  const request = {
    step,
    run,
    settings: settingsAt(spec.settings, step),
    tree,
    checkedOutBy,
    engine,
    scenarioDir: ports.scenarioDir,
    scratchDir,
    console: log.console,
    ...providing(ready, run),
  };
  const deploy = async (): Promise<DeployResult> => {
    const limitMs = deployLimitMs(spec.settings);
    const result = await withDeadlineToTheEnd(`the ${step} deploy`, limitMs, signal, (limited) =>
      deployer.deploy(request, limited),
    );
    recorder.emit({ ...common, mark: 'end', ...result });
    if (step === 'upgrade' && result.exitCode === 0) ready.checks?.begin(runTree, intendedStamp);
    return result;
  };
  const result = await (step === 'upgrade' ? besideCheckouts(ready, runTree, deploy, signal) : deploy());
  if (checkedOutBy === 'deployer' || (step === 'upgrade' && spec.settings.stopAt === 'stamp'))
    await recordTree(ready, runTree, step, signal);
  await sources.look();
  if (step === 'upgrade' && spec.settings.deployment.stamp === 'chaos')
    sources.watchNaively(run.run, intendedStamp);
  return result;
}

/** Overlays make the tree dirty, and a deploy by version refuses a dirty tree. */
function baseCheckout(tree: RecipeTree, deployer: Deployer): CheckoutBy {
  return deployer.checksOutBase === true && tree.overlays.base.length === 0 ? tree.baseCheckout : 'lab';
}

/** Waits until every service of every run truly runs; false at the base's deadline. */
export function waitForBase(ready: ReadyTrial, signal: AbortSignal): Promise<boolean> {
  const {
    recorder,
    spec: { runs },
  } = ready;
  const stands = (): boolean => runs.every(({ run }) => isBaseConverged(recorder.lines, run));
  return untilBaseStands(ready, { runs, stands }, signal);
}

/**
 * Opens the windows that swarm opens, where a load or an action waits for them: when it monitors a task of
 * the head of the service under test, and when it rolls any service back.
 */
export function openAsSeen(
  { loads, actions, recorder: { lines }, spec }: Pick<ReadyTrial, 'loads' | 'actions' | 'recorder' | 'spec'>,
  runs: readonly RunSpec[],
): void {
  const { service } = spec.settings;
  const seen = {
    monitor: () => runs.some(({ run, stack }) => isMonitored(ofService(lines, `${stack}_${service}`), run)),
    rollback: () => runs.some(({ run }) => isRollingBack(lines, run)),
  };
  for (const moment of ['monitor', 'rollback'] as const) {
    if ((!loads.awaits(moment) && !actions.awaits(moment)) || !seen[moment]()) continue;
    loads.open(moment);
    actions.come(moment);
  }
}

function ofService(lines: readonly Evidence[], service: string): readonly Evidence[] {
  return lines.filter((line) => (line.kind !== 'spec' && line.kind !== 'task') || line.service === service);
}

/**
 * Watches until swarm's update is terminal in every run, all is done that others were to do, and the settle
 * time is over, or until the deadline; and then for as long as a check has not answered.
 */
export async function observe(ready: ReadyTrial, signal: AbortSignal): Promise<void> {
  const { recorder, spec, loads, actions, checks } = ready;
  const { settleMs, deadlineMs } = spec.settings.observe;
  const settled = (): boolean =>
    spec.runs.every(({ run }) => settlement(recorder.lines, run, recorder.nowMs()) === 'settled');
  const watch = (): boolean => {
    openAsSeen(ready, spec.runs);
    return actions.idle() && settled();
  };
  await untilAtRest(
    recorder,
    {
      watch,
      deadlineMs,
      settleMs,
      onSettled: () => {
        actions.come('settled');
        return Promise.all([loads.close('monitor'), loads.close('rollback')]);
      },
    },
    signal,
  );
  await Promise.all(spec.runs.map(({ run }) => checks.done(run)));
}
