// One arm, stopped as soon as its question is answered: "does it reproduce?" (FAIL: yes) and "is the rate low
// enough?" (PASS: yes) are the same plan in other words. It is compiled before the first trial, so nobody can
// move the goal afterwards.
import { calibrate } from './calibrate.js';
import { fixedPlan } from './fixed-plan.js';
import { checkDesign, type OneArmDesign, type OneArmPlan, type StopTable } from './one-arm-design.js';
import { walkTable, type Characteristic } from './walk-table.js';

export { decideOneArm, trialsStillNeeded } from './decide.js';
export { stagewiseInterval } from './stagewise.js';
export type { OneArmDesign, OneArmPlan } from './one-arm-design.js';

/**
 * Compiles a design to a table of when to stop, with the exact errors and the trials it will take.
 * @throws LabError `bad-input` for rates outside 0 to 1, `p0` not below `p1`, and rates so near that
 * thousands of trials cannot tell them apart.
 */
export function compileOneArm(design: OneArmDesign): OneArmPlan {
  checkDesign(design);
  const fixed = fixedPlan(design);
  const table = calibrate(design, fixed);
  const [atP0, atP1] = [walkTable(table, design.p0), walkTable(table, design.p1)];
  const accept = Array.from(table.accept);
  return {
    design,
    accept,
    reject: Array.from(table.reject),
    fixed,
    errors: { alpha: atP0.fail, beta: atP1.pass },
    expectedTrials: { atP0: atP0.expectedTrials, atP1: atP1.expectedTrials, worst: worstMean(table) },
    cleanPassAt: accept.findIndex((most) => most >= 0) + 1,
  };
}

/** Exact probabilities and mean number of trials when the failure rate is `p`. */
export function operatingCharacteristic(plan: StopTable, p: number): Characteristic {
  return walkTable(plan, p);
}

/**
 * The highest mean number of trials: over a grid, then around its highest point, where the curve has a single
 * peak.
 */
function worstMean(table: StopTable): number {
  const mean = (p: number): number => walkTable(table, p).expectedTrials;
  const steps = 100;
  const grid = Array.from({ length: steps + 1 }, (_, step) => mean(step / steps));
  const peak = grid.indexOf(Math.max(...grid));
  const around = Array.from({ length: 41 }, (_, step) =>
    mean(Math.min(1, Math.max(0, (peak - 1 + step / 20) / steps))),
  );
  return Math.max(...around);
}
