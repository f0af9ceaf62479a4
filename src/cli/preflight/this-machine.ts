// What a campaign needs of the machine that it is started on, and of nobody else: asked by `run` before
// anything boots, and told by `check` and `plan`, which then end with the same exit code.
import { LabError } from '../../base/lab-error.js';
import { requirePrivateEngines } from '../../engine/index.js';
import { wholeMachine } from '../../engine/memory-room.js';
import type { Plan } from '../../plan/plan.js';
import { programsOf } from '../engines/engine-programs.js';
import { exitCodeOfError, exitCodes } from '../exit.js';
import { deployerBinaries } from '../provenance/abra-provenance.js';
import { beyondHost } from './host-limits.js';
import { programNeeds } from './own-programs.js';
import { requireKernel } from './require-kernel.js';

/** In the order in which they are best put right; each throws `missing-tool`. */
function needs(arms: Plan['arms'], scenarioDir: string): readonly (() => unknown)[] {
  return [
    ...programsOf(arms, scenarioDir).map((programs) => () => requirePrivateEngines(programs)),
    () => requireKernel(arms),
    ...arms.flatMap((arm) => programNeeds(arm, scenarioDir)),
    () => deployerBinaries(arms, scenarioDir),
  ];
}

/** All that this machine lacks, each once. */
export async function lacksOf(arms: Plan['arms'], scenarioDir: string): Promise<readonly LabError[]> {
  const lacks = new Map<string, LabError>();
  for (const need of needs(arms, scenarioDir)) {
    try {
      await need();
    } catch (error) {
      if (exitCodeOfError(error) !== exitCodes.missingTool || !(error instanceof LabError)) throw error;
      if (!lacks.has(error.message)) lacks.set(error.message, error);
    }
  }
  return [...lacks.values()];
}

/**
 * A sentence for each thing that this machine lacks, with so many trials at a time and nothing else running.
 */
export async function lacksHere(plan: Plan, scenarioDir: string, jobs = 1): Promise<readonly string[]> {
  const tooLarge = beyondHost(plan, jobs, wholeMachine());
  const lacks = await lacksOf(plan.arms, scenarioDir);
  return [...(tooLarge === null ? [] : [tooLarge]), ...lacks].map(lackInWords);
}

/** What is missing, and the way out, on one line. */
export function lackInWords({ message, hint }: LabError): string {
  return hint === null ? message : `${message} (${hint.replace(/\s*\n\s*/g, ' ')})`;
}
