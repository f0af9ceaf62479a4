// Where amounts over time stand in a drawing.
import type { Curve } from '../timeline/lanes.js';
import { rounded } from './axis.js';
import type { Place } from './place.js';

export interface Scales extends Place {
  readonly amountAt: (amount: number) => number;
  /** Upper edge of the plot. */
  readonly ceiling: number;
}

/** As places in the picture. */
export function pointsOf({ points }: Curve, { x, amountAt, left, right }: Scales): [number, number][] {
  return points
    .map(([atMs, amount]): [number, number] => [rounded(x(atMs)), amountAt(amount)])
    .filter(([at]) => at >= left && at <= right);
}
