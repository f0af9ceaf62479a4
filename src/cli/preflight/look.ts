// What `check` and `plan` find out of a scenario's recipes without an engine, and how it is told.
import { LabError } from '../../base/lab-error.js';
import type { Paces } from '../../plan/estimate.js';
import type { Plan } from '../../plan/plan.js';
import { exitCodes } from '../exit.js';
import { openRecipes } from './recipes.js';
import { lacksHere } from './this-machine.js';

const lookMsMax = 60_000;

/** Each a sentence. */
export interface Look {
  /** What will not work. */
  readonly problems: readonly string[];
  /** What this machine cannot give. */
  readonly lacks: readonly string[];
  /** What could not be found out. */
  readonly unchecked: readonly string[];
  readonly notes: readonly string[];
  /** What the recipes say of their time. */
  readonly paces: Paces;
}

export async function lookAtRecipes(plan: Plan, scenarioDir: string, jobs = 1): Promise<Look> {
  const { arms } = plan;
  const lacks = await lacksHere(plan, scenarioDir, jobs);
  try {
    const { problems, unreached, notes, paces } = await openRecipes(
      arms,
      { scenarioDir },
      AbortSignal.timeout(lookMsMax),
    );
    return { problems, lacks, unchecked: unreached, notes, paces };
  } catch (error) {
    // Without git nothing can be opened, and the scenario may be right all the same.
    if (error instanceof LabError && error.code === 'missing-tool')
      return { problems: [], lacks, unchecked: [error.message], notes: [], paces: new Map() };
    throw error;
  }
}

/** What has to be changed comes before what is missing here: a machine can be exchanged. */
export function exitCodeOfLook({ problems, lacks }: Pick<Look, 'problems' | 'lacks'>): number {
  if (problems.length > 0) return exitCodes.badInput;
  return lacks.length > 0 ? exitCodes.missingTool : exitCodes.done;
}

/** One line each, indented; empty where nothing was found. */
export function lookInWords({ problems, lacks, unchecked, notes }: Look): string {
  return [
    ...problems.map((problem) => `  ${problem}\n`),
    ...lacks.map((one) => `  not on this machine: ${one}\n`),
    ...unchecked.map((one) => `  not checked: ${one}\n`),
    ...notes.map((note) => `  note: ${note}\n`),
  ].join('');
}
