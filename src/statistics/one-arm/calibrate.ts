// The calibrated truncated sequential probability ratio test: Wald's two lines (Annals of Mathematical
// Statistics 16:117, 1945), cut off at a cap as in IEC 61123, and moved inwards until the exact errors just
// keep what the design allows. Wald's own lines keep it too, but with room to spare (exact errors of 2 to 4 %
// where 5 % are allowed), which costs trials.
import { present } from '../../base/assert.js';
import { firstWhere } from '../bisection.js';
import type { OneArmDesign, StopTable } from './one-arm-design.js';
import { atMost, moreThan, type FixedPlan } from './fixed-plan.js';
import { walkTable } from './walk-table.js';

/** A cap, and how many failures still pass there. */
interface Cut {
  readonly cap: number;
  readonly cut: number;
}

/** Log likelihood ratios at which the walk stops: FAIL from `upper` (>= 0), PASS from `lower` (< 0). */
interface Lines {
  readonly upper: number;
  readonly lower: number;
}

/**
 * The table with the fewest trials on average (at p0 and p1 together) that keeps both errors within the cap.
 * There always is one: the fixed design itself, stopped when it cannot turn round any more.
 */
export function calibrate(design: OneArmDesign, fixed: FixedPlan): StopTable {
  const cap = Math.ceil(fixed.n * design.capFactor);
  const found = cutsWorthTrying(design, cap).flatMap((cut) => linesFor(design, { cap, cut }) ?? []);
  const tables = [
    ...found,
    tableOf(design, { cap: fixed.n, cut: fixed.c }, { upper: Infinity, lower: -Infinity }),
  ];
  const costs = tables.map(
    (table) => walkTable(table, design.p0).expectedTrials + walkTable(table, design.p1).expectedTrials,
  );
  return present(tables[costs.indexOf(Math.min(...costs))], 'the cheapest table');
}

/**
 * Cuts that keep the errors when all trials are run, and two on either side: stopping early moves the errors
 * a little.
 */
function cutsWorthTrying({ p0, p1, alpha, beta, rejectMin }: OneArmDesign, cap: number): readonly number[] {
  const all = Array.from({ length: cap }, (_, cut) => cut);
  const [first, last] = [
    all.findIndex((cut) => moreThan(cut, cap, p0) <= alpha),
    all.findLastIndex((cut) => atMost(cut, cap, p1) <= beta),
  ];
  return all.filter(
    (cut) => cut >= Math.max(Math.min(first, last) - 2, rejectMin - 1) && cut <= Math.max(first, last) + 2,
  );
}

/** The distances of lines that are tried: a line at the last of them is never reached. */
const distance = (step: number): number => (step + 1) / 1e4;
const lastStep = 500_000;

/**
 * Moves one line after the other until neither can come further in; null when an error cannot be kept with
 * this cut.
 */
function linesFor(design: OneArmDesign, cut: Cut): StopTable | null {
  const { p0, p1, alpha, beta } = design;
  const linesFrom = (from: number): Lines => {
    const upper = closest(
      (amount) => walkTable(tableOf(design, cut, { upper: amount, lower: from }), p0).fail <= alpha,
    );
    const lower = -closest(
      (amount) => walkTable(tableOf(design, cut, { upper, lower: -amount }), p1).pass <= beta,
    );
    return { upper, lower };
  };
  let [before, lines] = [NaN, linesFrom(Math.log(beta / (1 - alpha)))];
  while (lines.lower !== before) [before, lines] = [lines.lower, linesFrom(lines.lower)];
  const table = tableOf(design, cut, lines);
  return walkTable(table, p0).fail <= alpha && walkTable(table, p1).pass <= beta ? table : null;
}

/** The smallest distance at which the error is kept: an error never grows when its line moves away. */
function closest(isKept: (amount: number) => boolean): number {
  return distance(firstWhere(lastStep, (step) => isKept(distance(step))));
}

/**
 * FAIL when k ln(p1/p0) + (n-k) ln((1-p1)/(1-p0)) >= upper, PASS when <= lower; solved for k. What cannot
 * turn round any more before the cap is decided at once, which changes no error and saves trials.
 */
function tableOf({ p0, p1, rejectMin }: OneArmDesign, { cap, cut }: Cut, { upper, lower }: Lines): StopTable {
  const perPass = Math.log((1 - p1) / (1 - p0));
  const perFailure = Math.log(p1 / p0) - perPass;
  const [accept, reject] = [new Int32Array(cap), new Int32Array(cap)];
  for (let n = 1; n <= cap; n += 1) {
    const fails = Math.min(cut + 1, Math.max(rejectMin, Math.ceil((upper - n * perPass) / perFailure)));
    const passes = Math.max(
      -1,
      cut - (cap - n),
      Math.min(cut, Math.floor((lower - n * perPass) / perFailure)),
    );
    reject[n - 1] = fails;
    accept[n - 1] = Math.min(fails - 1, passes);
  }
  return { accept, reject };
}
