// Puts the edges together into where trials come from: the one place where engines, trees, deployers,
// injectors and sources meet.
import type { TrialSource } from '../../campaign/run-campaign.js';
import { actions } from '../../actions/index.js';
import { checks } from '../../checks/index.js';
import { deployers, runHarness, runOwnStep } from '../../deployers/index.js';
import { createEngines, defaultStateDir } from '../../engine/index.js';
import { injectors, moveIn } from '../../injectors/index.js';
import { clones } from '../../recipe/clones/index.js';
import { attachSources } from '../../sources/index.js';
import type { Need } from '../../scenario/definition.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { TrialPorts } from '../../trial/ports.js';
import { runTrial } from '../../trial/run-trial.js';
import type { requireTools } from '../preflight/require-tools.js';
import { cacheDir } from './cache-dir.js';

export interface LaboratoryOptions {
  /** Trials at the same time. */
  readonly jobs: number;
  /** Folder against which the scenario's paths are resolved. */
  readonly scenarioDir: string;
}

/** Where the command line gets its trials from. */
export interface Laboratory {
  /** Throws when what the trials of this plan need is not there. */
  readonly requireTools: typeof requireTools;
  readonly open: (options: LaboratoryOptions) => Promise<TrialSource>;
}

/** Engines boot when the first trial asks for one. Whoever opens it closes it. */
export function openLaboratory({ jobs, scenarioDir }: LaboratoryOptions): TrialSource {
  const pool = createEngines({
    // One more than there are trials at a time: an engine is cleaned while the next trial runs on another.
    size: jobs + 1,
    stateDir: defaultStateDir(),
    cacheDir: cacheDir(),
    scenarioDir,
    extraImages: ({ load, actions: deeds }) => [
      ...new Set([
        ...load.flatMap(({ injector }) => imagesNeeded(injectors[injector]?.needs ?? [])),
        ...deeds.flatMap(({ action }) => imagesNeeded(actions[action]?.needs ?? [])),
      ]),
    ],
  });
  const ports: TrialPorts = {
    pool,
    trees: Object.fromEntries(Object.values(clones).map(({ name, make }) => [name, make])),
    deployers,
    injectors,
    moveIn,
    actions,
    checks,
    attachSources,
    runOwnStep,
    runHarness,
    scenarioDir,
  };
  return { run: (request, signal) => runTrial({ ...request, ports }, signal), close: pool.close };
}

function imagesNeeded(needs: readonly Need[]): readonly ImageSource[] {
  return needs.flatMap((need) => (need.kind === 'image' ? [need.image] : []));
}
