// The odds ratio, a secondary figure: it jumps to infinity when an arm never or always fails, so the
// difference of the rates is the headline.
import { pointWhere } from '../bisection.js';
import { marginsOf, type Margins } from './margins.js';
import type { Count } from './newcombe.js';
import { normalQuantile, type Confidence, type Interval } from '../wilson.js';

export interface OddsRatio extends Interval {
  readonly estimate: number;
  /**
   * `conditional` (Fisher's, exact interval) where it is finite; else `haldane`, with half a trial added to
   * each cell.
   */
  readonly method: 'conditional' | 'haldane';
}

/** Odds of failing in arm a over those in arm b, with its interval; always finite. */
export function oddsRatio(a: Count, b: Count, confidence: Confidence): OddsRatio {
  const conditional = conditionalOddsRatio(a, b, confidence);
  const finite = Number.isFinite(conditional.estimate) && Number.isFinite(conditional.high);
  return finite
    ? { ...conditional, method: 'conditional' }
    : { ...haldaneOddsRatio(a, b, confidence), method: 'haldane' };
}

/**
 * Maximum likelihood given both margins, with the exact interval of the noncentral hypergeometric
 * distribution, as R's `fisher.test` does. NaN where the margins leave one table only; Infinity and 0 at the
 * ends.
 */
export function conditionalOddsRatio(
  a: Count,
  b: Count,
  confidence: Confidence,
): Interval & { readonly estimate: number } {
  const margins = marginsOf(a, b);
  const seen = a.k - margins.first;
  const last = margins.logs.length - 1;
  const tail = (1 - confidence) / 2;
  const mean =
    seen === 0 ? 0 : seen === last ? Infinity : solve((log) => sumOf(margins, log, (index) => index) - seen);
  return {
    estimate: last === 0 ? NaN : mean,
    low: seen === 0 ? 0 : solve((log) => sumOf(margins, log, (index) => (index >= seen ? 1 : 0)) - tail),
    high:
      seen === last
        ? Infinity
        : solve((log) => tail - sumOf(margins, log, (index) => (index <= seen ? 1 : 0))),
  };
}

/**
 * Half a trial added to each cell, with the interval of its logarithm (Haldane, Annals of Human Genetics
 * 20:309, 1956).
 */
export function haldaneOddsRatio(
  a: Count,
  b: Count,
  confidence: Confidence,
): Interval & { readonly estimate: number } {
  const cells = [a.k, a.n - a.k, b.k, b.n - b.k].map((count) => count + 0.5);
  const [failA = 1, passA = 1, failB = 1, passB = 1] = cells;
  const log = Math.log((failA * passB) / (passA * failB));
  const half = normalQuantile[confidence] * Math.sqrt(cells.reduce((sum, cell) => sum + 1 / cell, 0));
  return { estimate: Math.exp(log), low: Math.exp(log - half), high: Math.exp(log + half) };
}

/** Mean of `value` over arm a's failures when the logarithm of the odds ratio is `log`. */
function sumOf({ logs }: Margins, log: number, value: (index: number) => number): number {
  let highest = -Infinity;
  for (let index = 0; index < logs.length; index += 1)
    highest = Math.max(highest, (logs[index] ?? 0) + index * log);
  let [weighted, total] = [0, 0];
  for (let index = 0; index < logs.length; index += 1) {
    const height = (logs[index] ?? 0) + index * log - highest;
    const weight = Math.exp(height);
    weighted += weight * value(index);
    total += weight;
  }
  return weighted / total;
}

/** e^x at the root of a function that grows with x. */
function solve(growing: (log: number) => number): number {
  return Math.exp(pointWhere([-60, 60], (log) => growing(log) >= 0));
}
