// Where something stands in a compose file, and what is wrong there. Every value that a finding rests on
// carries its place.

export interface Place {
  /** The file as it was given. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** A value and where it stands. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
}

/**
 * `unreadable`: the file cannot be read at all. `refused`: docker does not take it. `lost`: docker drops it
 * when it merges files. `ignored`: docker takes it, and what is written there does nothing. `needs`: docker
 * takes it only where a variable is given.
 */
export type FaultKind = 'unreadable' | 'refused' | 'lost' | 'ignored' | 'needs';

export interface Fault {
  readonly kind: FaultKind;
  readonly place: Place;
  /** What is wrong, naming the thing. */
  readonly message: string;
  /** The way out; null where the message says it. */
  readonly hint: string | null;
}

/** Turns offsets into lines and columns; the text is looked through once. */
export function placesOf(file: string, text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
