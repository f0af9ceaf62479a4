// Several comparisons at once: with twenty of them, one "p = 0.05" is to be expected by chance alone.

/**
 * p values adjusted so that the probability of any false claim among them stays within the level (Holm,
 * Scandinavian Journal of Statistics 6:65, 1979), in the order given.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((one, other) => one.p - other.p);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let highest = 0;
  order.forEach(({ p, index }, rank) => {
    highest = Math.max(highest, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = highest;
  });
  return adjusted;
}
