// Whether differences lean to one side more than chance would: each could as well have had the other sign.

/**
 * Two-sided, exact: the probability that the sum of `amounts` with random signs is at least as far from 0 as
 * the sum that was seen. Whole amounts.
 */
export function signFlip(amounts: readonly number[]): number {
  const moved = amounts.filter((amount) => amount !== 0).map(Math.abs);
  const seen = Math.abs(amounts.reduce((sum, amount) => sum + amount, 0));
  const reach = moved.reduce((sum, amount) => sum + amount, 0);
  const places = 2 * reach + 1;
  let mass = new Float64Array(places);
  mass[reach] = 1;
  for (const amount of moved) {
    const next = new Float64Array(places);
    mass.forEach((probability, place) => {
      if (probability === 0) return;
      next[place - amount] = (next[place - amount] ?? 0) + probability / 2;
      next[place + amount] = (next[place + amount] ?? 0) + probability / 2;
    });
    mass = next;
  }
  return Math.min(
    1,
    mass.reduce((sum, probability, place) => sum + (Math.abs(place - reach) >= seen ? probability : 0), 0),
  );
}
