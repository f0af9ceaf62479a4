// driftlab check: is this a scenario, and can its recipe be used? Every problem at once.
import { counted } from '../../base/counted.js';
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import type { Plan } from '../../plan/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import { overBudget } from '../preflight/budget.js';
import { wholeMachine } from '../../engine/memory-room.js';
import { exitCodes } from '../exit.js';
import { beyondHost } from '../preflight/host-limits.js';
import { jsonOption } from '../options.js';
import { jobsFor, planOf } from '../start/plan-of.js';
import { lookAtRecipes, lookInWords, type Look } from '../preflight/look.js';
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
      '\nExit codes: 0 all may be run · 64 something has to be changed first\n\nExample:\n  ' +
        'driftlab check scenarios/*.yml\n',
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
  for (const path of paths) checked.push(await checkOne(readScenario(path)));
  if (json) print(checked.map((one) => ({ path: one.file.path, ok: isOk(one), ...foundIn(one) })));
  else for (const one of checked) out(inWords(one));
  return checked.every(isOk) ? exitCodes.done : exitCodes.badInput;
}

async function checkOne(file: ReadScenario): Promise<Checked> {
  const nothing: Look = { problems: [], unchecked: [], notes: [], paces: new Map() };
  if (file.scenario === null) return { file, over: null, look: nothing };
  const plan = await planned(file.scenario);
  if (plan instanceof LabError) return { file, over: plan, look: nothing };
  return { file, over: null, look: await lookAtRecipes(plan, file.dir) };
}

function isOk({ file, over, look }: Checked): boolean {
  return file.problems === null && over === null && look.problems.length === 0;
}

function foundIn({ file, over, look }: Checked): Readonly<Record<string, unknown>> {
  return {
    problems: file.problems ?? [],
    ...(over === null ? {} : { beyond: over.message }),
    recipe: look.problems,
    unchecked: look.unchecked,
    notes: look.notes,
  };
}

function inWords({ file: { path, scenario, problems }, over, look }: Checked): string {
  if (problems !== null) return `${formatProblems(path, problems)}\n`;
  if (over !== null) return `${path}: ${over.message}\n    ${over.hint ?? ''}\n`;
  const arms = counted(scenario.arms.length, 'arm');
  const said = look.problems.length === 0 ? `ok (${arms})` : 'the recipe or its images cannot be used';
  return `${path}: ${said}\n${lookInWords(look)}`;
}

/**
 * Its plan, or what it asks for beyond what can be planned, its own budget, or what this machine has even for
 * one trial at a time.
 */
async function planned(scenario: Scenario): Promise<Plan | LabError> {
  try {
    const plan = await planOf(scenario, {});
    return overBudget(plan, jobsFor(plan), scenario.budgetMs) ?? beyondHost(plan, 1, wholeMachine()) ?? plan;
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-input') return error;
    throw error;
  }
}
