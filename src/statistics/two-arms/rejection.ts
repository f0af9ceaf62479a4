// The tables that Fisher's one-sided p value calls extreme, and how often they occur when both arms have the
// same rate. Boschloo's test and the number of trials it needs are made of this.
import gammaln from '@stdlib/math-base-special-gammaln';

/** Trials in arm a and in arm b. */
export interface ArmSizes {
  readonly a: number;
  readonly b: number;
}

/** All tables with a Fisher p value of `limit` at most, in the direction "a fails more often". */
export interface Rejection {
  readonly sizes: ArmSizes;
  /**
   * Index: failures of both arms together. The fewest failures of arm a that are extreme; one more than
   * possible when none is.
   */
  readonly from: Int32Array;
  /** Index: failures of both arms together. The probability of an extreme table, given that total. */
  readonly probability: Float64Array;
}

/**
 * Given the total of the failures, the common rate drops out. One failure more in arm a makes a table more
 * extreme, one in arm b less so; hence from one total to the next the boundary stays or moves up by one.
 */
export function rejectionOf(sizes: ArmSizes, limit: number): Rejection {
  const totals = sizes.a + sizes.b + 1;
  const [from, probability] = [new Int32Array(totals), new Float64Array(totals)];
  const logFactorial = Float64Array.from({ length: totals }, (_, n) => gammaln(n + 1));
  let boundary = 0;
  for (let total = 0; total < totals; total += 1) {
    let tail = tailOf(sizes, total, boundary, logFactorial);
    while (tail > limit * (1 + 1e-9)) {
      boundary += 1;
      tail = tailOf(sizes, total, boundary, logFactorial);
    }
    from[total] = boundary;
    probability[total] = tail;
  }
  return { sizes, from, probability };
}

/** The highest probability of an extreme table over all common rates. */
export function worstSize({ probability }: Rejection): number {
  return worstMixture(probability);
}

/**
 * The same for any probabilities given the total of the failures (the index): on a grid, then ever closer
 * around its highest points.
 */
export function worstMixture(probability: Float64Array): number {
  const n = probability.length - 1;
  const at = (rate: number): number => mixed(probability, n, rate);
  const steps = 200;
  const grid = Array.from({ length: steps + 1 }, (_, step) => ({
    rate: step / steps,
    size: at(step / steps),
  }));
  const peaks = [...grid].sort((one, other) => other.size - one.size).slice(0, 4);
  return peaks.reduce((most, { rate }) => Math.max(most, climbed(at, rate, 1 / steps)), 0);
}

/** The highest value near `centre`, by finer and finer grids. */
function climbed(at: (rate: number) => number, centre: number, width: number): number {
  let [best, size] = [centre, at(centre)];
  for (let step = width; step > 1e-9; step /= 4) {
    const middle = best;
    for (let offset = -4; offset <= 4; offset += 1) {
      const rate = Math.min(1, Math.max(0, middle + (offset * step) / 4));
      const found = at(rate);
      if (found > size) [best, size] = [rate, found];
    }
  }
  return size;
}

/** P(X >= x) of arm a's failures, given the total; summed on that side of x which is the shorter. */
function tailOf({ a, b }: ArmSizes, total: number, x: number, logFactorial: Float64Array): number {
  const [first, last] = [Math.max(0, total - b), Math.min(a, total)];
  if (x <= first) return 1;
  if (x > last) return 0;
  const isAboveMode = (a - x) * (total - x) < (x + 1) * (b - total + x + 1);
  const start = isAboveMode ? x : x - 1;
  let term = Math.exp(
    logChoose(logFactorial, a, start) +
      logChoose(logFactorial, b, total - start) -
      logChoose(logFactorial, a + b, total),
  );
  let sum = term;
  if (isAboveMode) {
    for (let k = start; k < last && term > sum * 1e-17; k += 1) {
      term *= ((a - k) * (total - k)) / ((k + 1) * (b - total + k + 1));
      sum += term;
    }
    return Math.min(1, sum);
  }
  for (let k = start; k > first && term > sum * 1e-17; k -= 1) {
    term *= (k * (b - total + k)) / ((a - k + 1) * (total - k + 1));
    sum += term;
  }
  return 1 - sum;
}

function logChoose(logFactorial: Float64Array, n: number, k: number): number {
  return (logFactorial[n] ?? 0) - (logFactorial[k] ?? 0) - (logFactorial[n - k] ?? 0);
}

/**
 * Sum over totals of Binomial(n, rate) times `probability`, outwards from the likeliest total while it still
 * counts.
 */
function mixed(probability: Float64Array, n: number, rate: number): number {
  if (rate <= 0 || rate >= 1) return probability[rate <= 0 ? 0 : n] ?? 0;
  const mode = Math.min(n, Math.floor((n + 1) * rate));
  const odds = rate / (1 - rate);
  let [sum, weights] = [probability[mode] ?? 0, 1];
  for (let [k, weight] = [mode, 1]; k < n && weight > 1e-18; k += 1) {
    weight *= ((n - k) / (k + 1)) * odds;
    sum += weight * (probability[k + 1] ?? 0);
    weights += weight;
  }
  for (let [k, weight] = [mode, 1]; k > 0 && weight > 1e-18; k -= 1) {
    weight *= k / ((n - k + 1) * odds);
    sum += weight * (probability[k - 1] ?? 0);
    weights += weight;
  }
  return sum / weights;
}
