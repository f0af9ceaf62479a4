// driftlab check: is this a scenario, and can its recipe be used? Every problem at once.
import { counted } from '../../base/counted.js';
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import type { Plan } from '../../plan/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import { overBudget } from '../preflight/budget.js';
import { exitCodes } from '../exit.js';
import { jsonOption } from '../options.js';
import { jobsFor, planOf } from '../start/plan-of.js';
import { exitCodeOfLook, lookAtRecipes, lookInWords, type Look } from '../preflight/look.js';
import { formatProblems, readScenario, type ReadScenario } from '../files/scenario-file.js';
import { openTerminal } from '../terminal/terminal.js';

export function addCheck(program: Command, onExit: (code: number) => void): void {
  program
    .command('check')
    .description(
      'what is wrong with scenario files and the recipes that they name, with file, line and column; nothing ' +
        'is booted',
    )
    .argument('<scenario...>', 'scenario files')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit codes: 0 all may be run · 64 something has to be changed first · 69 nothing has, but this ' +
        'machine cannot run it\n\nExample:\n  driftlab check scenarios/*.yml\n',
    )
    .action(async (paths: readonly string[], options: { readonly json?: boolean }) => {
      onExit(await check(paths, options.json === true));
    });
}

interface Checked {
  readonly file: ReadScenario;
  readonly over: LabError | null;
  readonly look: Look;
}

async function check(paths: readonly string[], json: boolean): Promise<number> {
  const { out, json: print } = openTerminal();
  const checked: Checked[] = [];
  for (const path of paths) checked.push(await checkOne(readOrWhyNot(path)));
  if (json)
    print(
      checked.map((one) => ({ path: one.file.path, ok: codeOf(one) === exitCodes.done, ...foundIn(one) })),
    );
  else for (const one of checked) out(inWords(one));
  const codes = checked.map(codeOf);
  return [exitCodes.badInput, exitCodes.missingTool].find((code) => codes.includes(code)) ?? exitCodes.done;
}

/** One that cannot be read keeps nothing from being said of the others. */
function readOrWhyNot(path: string): ReadScenario {
  try {
    return readScenario(path);
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'bad-input') throw error;
    const { message, hint } = error;
    const problems = [{ line: 1, column: 1, path: '', message, hint }];
    return { path, dir: '.', text: '', sha256: '', scenario: null, problems };
  }
}

async function checkOne(file: ReadScenario): Promise<Checked> {
  const nothing: Look = { problems: [], lacks: [], unchecked: [], notes: [], paces: new Map() };
  if (file.scenario === null) return { file, over: null, look: nothing };
  const plan = await planned(file.scenario);
  if (plan instanceof LabError) return { file, over: plan, look: nothing };
  return { file, over: null, look: await lookAtRecipes(plan, file.dir) };
}

function codeOf({ file, over, look }: Checked): number {
  return file.problems === null && over === null ? exitCodeOfLook(look) : exitCodes.badInput;
}

function foundIn({ file, over, look }: Checked): Readonly<Record<string, unknown>> {
  return {
    problems: file.problems ?? [],
    ...(over === null ? {} : { beyond: over.message }),
    recipe: look.problems,
    ...(look.lacks.length === 0 ? {} : { machine: look.lacks }),
    unchecked: look.unchecked,
    notes: look.notes,
  };
}

function inWords({ file: { path, scenario, problems }, over, look }: Checked): string {
  if (problems !== null) return `${formatProblems(path, problems)}\n`;
  if (over !== null) return `${path}: ${over.message}\n    ${over.hint ?? ''}\n`;
  const arms = counted(scenario.arms.length, 'arm');
  const isGood = look.lacks.length === 0 ? `ok (${arms})` : `well written (${arms}), and cannot be run here`;
  const said = look.problems.length === 0 ? isGood : 'the recipe or its images cannot be used';
  return `${path}: ${said}\n${lookInWords(look)}`;
}

/**
 * Its plan, or what it asks for beyond what can be planned or its own budget.
 */
async function planned(scenario: Scenario): Promise<Plan | LabError> {
  try {
    const plan = await planOf(scenario, {});
    return overBudget(plan, jobsFor(plan), scenario.budgetMs) ?? plan;
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-input') return error;
    throw error;
  }
}
