// What of a live stack its capture does not have, or has otherwise: each with its place.

export interface LeftOut {
  /** Service and setting, as `app: mount /srv/shop`. */
  readonly place: string;
  /** Why, and what is there instead, as the rest of a sentence. */
  readonly because: string;
}

/** Each once, in the order in which they were found. */
export function distinct(all: readonly LeftOut[]): readonly LeftOut[] {
  return [...new Map(all.map((one) => [`${one.place}: ${one.because}`, one])).values()];
}

export function leftOutText({ place, because }: LeftOut): string {
  return `${place}: ${because}`;
}
