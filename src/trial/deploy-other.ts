// Deploys another version of the recipe to the stack of a run: by the same deployer, from a tree of its own,
// as somebody does who knows nothing of the trial.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../base/assert.js';
import { withDeadlineToTheEnd } from '../base/deadline.js';
import { LabError } from '../base/lab-error.js';
import type { RunSpec } from '../plan/plan.js';
import type { PinnedCommits } from '../scenario/scenario.js';
import { settingsAt } from '../scenario/sides.js';
import type { OtherVersion } from './action-port.js';
import type { DeployResult, Engine } from './ports.js';
import { providing } from './providing.js';
import type { TrialState } from './trial-state.js';

/** Of a deploy of somebody else's. */
const deployMsMax = 120_000;

/** The deploy of another version; of a trial that has several, each from a folder of its own. */
export function otherDeploys(
  state: TrialState & { readonly engine: Engine },
  run: RunSpec,
): (version: OtherVersion, signal: AbortSignal) => Promise<void> {
  let count = 0;
  return async (version, signal) => {
    count++;
    const { exitCode, failure } = await deployOther(
      { state, run, folder: `other-${String(count)}`, limitMs: deployMsMax },
      version,
      signal,
    );
    if (exitCode !== 0)
      throw new LabError(
        'dose',
        `the deployer ended with exit code ${String(exitCode)}: ${failure ?? 'it said nothing'}`,
      );
  };
}

/** What its ref was when the campaign began, where it had begun to be pinned by then. */
function pinsFor(ref: string | null, pinned: PinnedCommits | null): PinnedCommits | null {
  if (ref === null || pinned === null) return pinned;
  const head = pinned.others?.[ref];
  return head === undefined ? null : { base: pinned.base, head };
}

interface Somebody {
  readonly state: TrialState & { readonly engine: Engine };
  readonly run: RunSpec;
  readonly folder: string;
  readonly limitMs: number;
  /** Folder of the app that is deployed anew; left out where it is an app of somebody's own. */
  readonly appDir?: string;
}

/** `folder`: of the trial's scratch folder, not there yet. A deploy that fails is a result. */
export async function deployOther(
  { state, run, folder, limitMs, appDir }: Somebody,
  { commit, overlays }: OtherVersion,
  signal: AbortSignal,
): Promise<DeployResult> {
  const { spec, ports, engine, log } = state;
  const meant = settingsAt(spec.settings, 'upgrade');
  const { recipe, pinned } = meant;
  const settings = {
    ...meant,
    recipe: { ...recipe, head: commit ?? recipe.head },
    pinned: pinsFor(commit, pinned),
    overlays: [...meant.overlays, ...overlays],
  };
  const scratchDir = join(state.scratchDir, folder);
  await mkdir(scratchDir);
  const shared = { settings, run, scenarioDir: ports.scenarioDir, scratchDir, console: log.console };
  const app = appDir === undefined ? {} : { appDir };
  const tree = await present(ports.trees[recipe.clone], `clone ${recipe.clone}`)(shared, signal);
  await tree.checkOut('upgrade', signal);
  const { deploy } = present(ports.deployers[settings.deployer], `deployer ${settings.deployer}`);
  return withDeadlineToTheEnd(`the deploy of ${settings.recipe.head}`, limitMs, signal, (both) =>
    deploy(
      { ...shared, ...app, ...providing(state, run), step: 'upgrade', tree, checkedOutBy: 'lab', engine },
      both,
    ),
  );
}
