// The curves that a threshold search holds possible: the failure rate as a logistic function of the load,
// with a floor and a lapse. P(fail | x) = g + (1 - g - l) / (1 + exp(-(x - mu) / s)), x in level steps. After
// Watson, QUEST+ (Journal of Vision 17(3):10, 2017).

export interface Grid {
  /** Levels that can be run, `0` to `levels - 1`. */
  readonly levels: number;
  /** The load at which the curve reaches one half, in level steps, of each curve. */
  readonly x50: Float64Array;
  /** `failure[level][curve]`: the probability of a failure there. */
  readonly failure: readonly Float64Array[];
}

/** Floors and lapses: failures that have nothing to do with the load, and heads that survive any. */
const odd = [0, 0.05, 0.15] as const;
const [places, slopes] = [61, 9];
const [steepest, shallowest] = [0.15, 4];
/** No outcome is impossible, whatever the curve says. */
const rareMin = 1e-4;

/**
 * Every curve counts alike beforehand: midpoints from one step below the lowest level to one above the
 * highest.
 */
export function gridOf(levels: number): Grid {
  const middles = spaced(places, (part) => -1 + part * (levels + 1));
  const scales = spaced(slopes, (part) => steepest * (shallowest / steepest) ** part);
  const curves = middles.flatMap((mu) =>
    scales.flatMap((s) => odd.flatMap((g) => odd.map((l) => ({ mu, s, g, l })))),
  );
  const x50 = Float64Array.from(curves, ({ mu, s, g, l }) => {
    const share = (0.5 - g) / (1 - g - l);
    return Math.min(levels + 1, Math.max(-2, mu + s * Math.log(share / (1 - share))));
  });
  const failure = Array.from({ length: levels }, (_, x) =>
    Float64Array.from(curves, ({ mu, s, g, l }) =>
      Math.min(1 - rareMin, Math.max(rareMin, g + (1 - g - l) / (1 + Math.exp(-(x - mu) / s)))),
    ),
  );
  return { levels, x50, failure };
}

function spaced(count: number, at: (part: number) => number): readonly number[] {
  return Array.from({ length: count }, (_, index) => at(index / (count - 1)));
}
