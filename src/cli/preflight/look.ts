// What `check` and `plan` find out of a scenario's recipes without an engine, and how it is told.
import { LabError } from '../../base/lab-error.js';
import type { Paces } from '../../plan/estimate.js';
import type { Plan } from '../../plan/plan.js';
import { programProblems } from './own-programs.js';
import { openRecipes } from './recipes.js';

const lookMsMax = 60_000;

/** Each a sentence. */
export interface Look {
  /** What will not work. */
  readonly problems: readonly string[];
  /** What could not be found out. */
  readonly unchecked: readonly string[];
  readonly notes: readonly string[];
  /** What the recipes say of their time. */
  readonly paces: Paces;
}

export async function lookAtRecipes({ arms }: Plan, scenarioDir: string): Promise<Look> {
  const ofPrograms = programProblems(arms, scenarioDir);
  try {
    const { problems, unreached, notes, paces } = await openRecipes(
      arms,
      { scenarioDir },
      AbortSignal.timeout(lookMsMax),
    );
    return { problems: [...ofPrograms, ...problems], unchecked: unreached, notes, paces };
  } catch (error) {
    // Without git nothing can be opened, and the scenario may be right all the same.
    if (error instanceof LabError && error.code === 'missing-tool')
      return { problems: ofPrograms, unchecked: [error.message], notes: [], paces: new Map() };
    throw error;
  }
}

/** One line each, indented; empty where nothing was found. */
export function lookInWords({ problems, unchecked, notes }: Look): string {
  return [
    ...problems.map((problem) => `  ${problem}\n`),
    ...unchecked.map((one) => `  not checked: ${one}\n`),
    ...notes.map((note) => `  note: ${note}\n`),
  ].join('');
}
