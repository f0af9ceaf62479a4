// The deploys of a first meeting, run as trials run them, each with what it put on the engine. Nothing is
// judged here.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { stackLabel } from '../../base/stack-label.js';
import { present } from '../../base/assert.js';
import { endedLate } from '../../base/ended-late.js';
import { LabError } from '../../base/lab-error.js';
import { scratchPrefix } from '../../base/scratch.js';
import { createMask } from '../../base/secrets/index.js';
import type { Step } from '../../evidence/fact.js';
import type { Settings } from '../../scenario/scenario.js';
import type { CheckoutBy, DeployRequest, Engine, MakeTree, RecipeTree } from '../../trial/ports.js';
import { makeApp } from '../abra-app.js';
import { plain, stampSaid, withoutDebug } from '../abra-log.js';
import { runAbra } from '../abra-run.js';
import { lastLines, type ToolOutput } from '../run-tool.js';
import { changedPaths, stateOf, usersFolders } from './own-folders.js';
import { requestsIn } from './requests.js';
import type { SeenAbra, SeenDeploy, SeenService } from './seen.js';

export interface Meeting {
  /** Path of the abra. */
  readonly path: string;
  readonly engine: Engine;
  /**
   * Of an app that is deployed by version and then by chaos, of one with an overlay, of one without its
   * secret.
   */
  readonly apps: Readonly<Record<'plain' | 'overlay' | 'secret', Settings>>;
  readonly trees: Readonly<Record<string, MakeTree>>;
  readonly scenarioDir: string;
  /** Gets all that is run, and what it says. */
  readonly console: (text: string) => void;
}

interface InScratch extends Meeting {
  /** An empty folder. */
  readonly scratchDir: string;
}

interface App {
  readonly meeting: InScratch;
  readonly settings: Settings;
  readonly tree: RecipeTree;
  readonly scratchDir: string;
  readonly run: DeployRequest['run'];
}

interface StepOf {
  readonly step: Step;
  readonly checkedOutBy: CheckoutBy;
}

const asChaos = { step: 'upgrade', checkedOutBy: 'lab' } as const;

export function observeAbra(meeting: Meeting, signal: AbortSignal): Promise<SeenAbra> {
  return withDir(({ path: scratchDir }) => observeIn({ ...meeting, scratchDir }, signal), {
    prefix: scratchPrefix('meeting'),
    unsafeCleanup: true,
  });
}

async function observeIn(meeting: InScratch, signal: AbortSignal): Promise<SeenAbra> {
  const { apps, scratchDir } = meeting;
  const folders = usersFolders();
  const before = await stateOf(folders);
  const plainApp = await appOf(meeting, { name: 'plain', settings: apps.plain }, signal);
  await plainApp.tree.checkOut('upgrade', signal);
  const byVersion = await seenDeploy(plainApp, { step: 'base', checkedOutBy: 'deployer' }, signal);
  await plainApp.tree.checkOut('upgrade', signal);
  const chaos = await seenDeploy(plainApp, asChaos, signal);
  const [overlayApp, overlay] = await alone(meeting, { name: 'overlay', settings: apps.overlay }, signal);
  const [secretApp, secret] = await alone(meeting, { name: 'secret', settings: apps.secret }, signal);
  const homes = [plainApp, overlayApp, secretApp].map((app) => join(app.scratchDir, 'home', '.abra'));
  const inHomes = [...(await stateOf(homes)).keys()].map((path) => path.slice(scratchDir.length + 1));
  return {
    stacks: {
      byVersion: plainApp.run.stack,
      chaos: plainApp.run.stack,
      overlay: overlayApp.run.stack,
      secret: secretApp.run.stack,
    },
    deploys: { byVersion, chaos, overlay, secret },
    baseStamp: plainApp.tree.stampAt('base'),
    touched: [...changedPaths(before, await stateOf(folders)), ...inHomes],
  };
}

/** An app of its own, deployed as its tree stands. */
async function alone(
  meeting: InScratch,
  named: { readonly name: string; readonly settings: Settings },
  signal: AbortSignal,
): Promise<readonly [App, SeenDeploy]> {
  const app = await appOf(meeting, named, signal);
  await app.tree.checkOut('upgrade', signal);
  return [app, await seenDeploy(app, asChaos, signal)];
}

/** The domain says nothing of the stack's name, which the app's file alone gives. */
async function appOf(
  meeting: InScratch,
  { name, settings }: { readonly name: string; readonly settings: Settings },
  signal: AbortSignal,
): Promise<App> {
  const scratchDir = join(meeting.scratchDir, name);
  await mkdir(scratchDir);
  const run = {
    run: name,
    stack: `met-${name}`,
    domain: `${name}-app.${settings.domainSuffix}`,
    startAfterMs: 0,
  };
  const make = present(meeting.trees[settings.recipe.clone], settings.recipe.clone);
  const { scenarioDir, console } = meeting;
  const tree = await make({ settings, run, scenarioDir, scratchDir, console }, signal);
  return { meeting, settings, tree, scratchDir, run };
}

async function seenDeploy(app: App, step: StepOf, signal: AbortSignal): Promise<SeenDeploy> {
  const { meeting, tree } = app;
  const { engine } = meeting;
  const [before, askedBefore] = [await servicesOf(engine), await timesAsked(engine)];
  const intended = step.checkedOutBy === 'lab' ? await tree.stamp(signal) : tree.stampAt(step.step);
  const { exitCode, all } = await ended(requestOf(app, step), meeting.path, signal);
  const askedAfter = await timesAsked(engine);
  const after = await servicesOf(engine);
  return {
    exitCode,
    stamp: stampSaid(all),
    intended,
    words: lastLines(withoutDebug(plain(all))),
    asked: askedAfter > askedBefore,
    put: [...after].filter(([key]) => !before.has(key)).map(([, service]) => service),
    treeAfter: await tree.stamp(signal),
  };
}

function requestOf({ meeting, settings, tree, scratchDir, run }: App, step: StepOf): DeployRequest {
  const { engine, scenarioDir, console } = meeting;
  const nothing = (): void => undefined;
  const made = { provided: nothing, conceal: nothing };
  return { ...step, ...made, run, settings, tree, engine, scenarioDir, scratchDir, console };
}

async function ended(
  request: DeployRequest,
  path: string,
  signal: AbortSignal,
): Promise<Pick<ToolOutput, 'exitCode' | 'all'>> {
  await makeApp(request, signal);
  try {
    return await runAbra(request, { binary: { path }, mask: createMask({ envs: [], names: [] }) }, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof LabError) || error.code !== 'timeout') throw error;
    return { exitCode: endedLate, all: error.message };
  }
}

/** By what changes with every write to them. */
async function servicesOf({ docker }: Engine): Promise<ReadonlyMap<string, SeenService>> {
  const services = await docker.listServices();
  return new Map(
    services.map(({ ID: id, Version: version, Spec: spec }) => {
      const labels = spec?.Labels ?? {};
      const seen = { name: spec?.Name ?? id, stack: labels[stackLabel] ?? null, labels };
      return [`${id} ${String(version?.Index)}`, seen] as const;
    }),
  );
}

async function timesAsked({ nodes: [{ daemonLog }] }: Engine): Promise<number> {
  return requestsIn(await readFile(present(daemonLog, 'log of a private engine'), 'utf8'));
}
