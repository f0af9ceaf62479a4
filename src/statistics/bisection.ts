// Where a condition that turns from false to true does so: every search for a number ends here.

/**
 * The smallest whole number from 0 to `last` at which `holds`, given that it holds from there on; `last`
 * where it holds at none before. `holds` is never asked about `last` itself.
 */
export function firstWhere(last: number, holds: (at: number) => boolean): number {
  let [from, to] = [0, last];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return to;
}

/** Parts into which an interval is divided: no two of them are told apart in any answer. */
const parts = 2 ** 50;

/** The same in the interval from `low` to `high`, to a part in 10 to the 15. */
export function pointWhere([low, high]: readonly [number, number], holds: (at: number) => boolean): number {
  const at = (part: number): number => low + ((high - low) * part) / parts;
  return at(firstWhere(parts, (part) => holds(at(part))));
}
