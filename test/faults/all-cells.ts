// The cells of the table, and whether what the lab said in each is right: what `npm run faults` and the quick
// ones in `npm test` run.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { plantedIn, type Fault, type PlantedIn } from './fault.js';
import { faults } from './faults/index.js';
import { runCell, type Happened } from './run-cell.js';

export { faults, plantedIn };

export interface Cell {
  readonly fault: Fault;
  readonly phase: PlantedIn;
}

export interface CellResult extends Cell {
  readonly happened: Happened;
  /** What is wrong with it; empty when all is right. */
  readonly wrong: readonly string[];
}

export interface CellsRequest {
  readonly cells: readonly Cell[];
  readonly jobs: number;
  /** Each cell has a folder below. */
  readonly out: string;
  readonly rerun: boolean;
  readonly onEnd: (result: CellResult) => void;
}

/**
 * By name, as `kill dockerd@base`, `kill dockerd` or `@base`; all of them when no name is given. Throws for a
 * name that is none.
 */
export function cellsNamed(names: readonly string[]): readonly Cell[] {
  const all = faults.flatMap((fault) =>
    plantedIn.filter((phase) => fault.absentIn?.includes(phase) !== true).map((phase) => ({ fault, phase })),
  );
  const isNamed = ({ fault, phase }: Cell, name: string): boolean =>
    [`${fault.name}@${phase}`, fault.name, `@${phase}`].includes(name);
  const unknown = names.filter((name) => !all.some((cell) => isNamed(cell, name)));
  if (unknown.length > 0) throw new Error(`there is no cell ${unknown.join(', ')}`);
  return names.length === 0 ? all : all.filter((cell) => names.some((name) => isNamed(cell, name)));
}

/** In the order of the cells. */
export async function runCells({
  cells,
  jobs,
  out,
  rerun,
  onEnd,
}: CellsRequest): Promise<readonly CellResult[]> {
  const limit = pLimit(jobs);
  return Promise.all(
    cells.map((cell, index) =>
      limit(async () => {
        const folder = join(out, String(index));
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        const happened = await runCell({ ...cell, folder, rerun });
        const result = { ...cell, happened, wrong: wrongIn(cell, happened, rerun) };
        onEnd(result);
        return result;
      }),
    ),
  );
}

/**
 * Codes with which the command may end: it made the trial again, or could not tell, or was without what it
 * needs. A bug is never right.
 */
const goodCodes: readonly (number | null)[] = [0, 2, 69];
const interrupted = 130;

export function wrongIn(
  { fault, phase }: Cell,
  { trouble, seconds, first, code, stderr, left }: Happened,
  rerun: boolean,
): readonly string[] {
  const late = seconds !== null && seconds > fault.withinSeconds;
  return [
    ...(trouble === null ? [] : [`not planted: ${trouble}`]),
    ...verdictWrong({ fault, phase }, first, stderr),
    ...(seconds === null && first !== null ? ['the trial never ended'] : []),
    ...(late ? [`took ${seconds.toFixed(0)} s, more than ${String(fault.withinSeconds)} s`] : []),
    ...(goodCodes.includes(code) || (!rerun && code === interrupted) ? [] : [`exit code ${String(code)}`]),
    ...(/bug in driftlab|\n\s+at /.test(stderr) ? ['called a bug, or a stack was shown'] : []),
    ...(left.length === 0 ? [] : [`left behind: engine ${left.join(', ')}`]),
  ];
}

/** Without a verdict the command itself must have said why. */
function verdictWrong({ fault, phase }: Cell, first: Happened['first'], stderr: string): readonly string[] {
  if (first === null)
    return fault.says.test(stderr)
      ? []
      : [`no verdict, and the command does not say why: ${stderr.trim().slice(-300)}`];
  const { outcome, component, reason } = first;
  if (outcome === 'held') return fault.harmlessIn.includes(phase) ? [] : [`held: ${reason}`];
  if (outcome !== 'inconclusive') return [`${outcome}, ${String(component)}: ${reason}`];
  return fault.says.test(reason) ? [] : [`another reason: ${reason}`];
}
