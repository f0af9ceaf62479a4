// How often something happens at the worst, when all that is known of its rate is that it is the same in both
// arms.
import { firstWhere } from '../bisection.js';

/** So fine a grid finds every hill; on a hill the slope then finds the top. */
const [steps, parts] = [200, 2 ** 20];

/**
 * The highest probability, over all rates of failure, of one of the orders of outcomes that count. Index:
 * failures among the trials, from none to all; the logarithm of the number of orders with so many of them.
 */
export function worstOverRates(logOrders: Float64Array): number {
  const grid = Array.from({ length: steps - 1 }, (_, step) => (step + 1) / steps);
  const highest = grid
    .map((rate) => ({ rate, height: heightAt(logOrders, rate) }))
    .sort((one, other) => other.height - one.height)
    .slice(0, 4);
  return Math.max(...highest.map(({ rate }) => heightAt(logOrders, topNear(logOrders, rate))));
}

/** Short of the next rates of the grid, and so never at 0 or 1, where a logarithm has no value. */
function topNear(logOrders: Float64Array, rate: number): number {
  const width = 0.999 / steps;
  const place = (part: number): number => rate + width * ((2 * part) / parts - 1);
  return place(firstWhere(parts, (part) => slopeAt(logOrders, place(part)) <= 0));
}

function heightAt(logOrders: Float64Array, rate: number): number {
  return summed(logOrders, rate, () => 1);
}

/** Up to a factor that is above 0. */
function slopeAt(logOrders: Float64Array, rate: number): number {
  const expected = rate * (logOrders.length - 1);
  return summed(logOrders, rate, (failures) => failures - expected);
}

function summed(logOrders: Float64Array, rate: number, of: (failures: number) => number): number {
  const [failing, passing] = [Math.log(rate), Math.log1p(-rate)];
  const trials = logOrders.length - 1;
  return logOrders.reduce(
    (sum, log, failures) =>
      sum + of(failures) * Math.exp(log + failures * failing + (trials - failures) * passing),
    0,
  );
}
