// What is killed, where and when, drawn from a seed: the same seed draws the same kills.
import { randomFrom } from '../../src/base/random.js';

export const grounds = ['private', 'socket', 'ssh'] as const;
/**
 * Where the trials run: on engines of the lab's own, or on one that is somebody's, by its socket or through
 * ssh.
 */
export type Ground = (typeof grounds)[number];

/**
 * The lab; the guardian, and the lab goes on; both at once; the lab and then the guardian, which is cleaning
 * up by then.
 */
export type Victims = 'lab' | 'guardian' | 'both' | 'lab, then guardian';

export interface Kill {
  readonly index: number;
  readonly ground: Ground;
  readonly victims: Victims;
  /** Where in a campaign that nobody kills, as a fraction of its time. */
  readonly at: number;
  /** Of the second victim, after the first, in milliseconds. */
  readonly thenMs: number;
  /** Whether `clean` waits until the guardian has done its work. */
  readonly isPatient: boolean;
}

/** The victims in turn, so that each kind comes up, and the moments at random. */
const victimsOn: { readonly [G in Ground]: readonly Victims[] } = {
  private: ['lab'],
  socket: ['lab', 'both', 'lab, then guardian', 'guardian'],
  ssh: ['lab, then guardian', 'lab', 'guardian', 'both'],
};
const guardianAtWorkMs = 6000;

export function planKills(seed: number, counts: { readonly [G in Ground]: number }): readonly Kill[] {
  const kills = grounds.flatMap((ground) =>
    Array.from({ length: counts[ground] }, (_, turn) => killOn(seed, ground, turn)),
  );
  return kills.map((kill, index) => ({ ...kill, index }));
}

function killOn(seed: number, ground: Ground, turn: number): Omit<Kill, 'index'> {
  const random = randomFrom(seed, 'kills', ground, String(turn));
  const victims = victimsOn[ground][turn % victimsOn[ground].length] ?? 'lab';
  return {
    ground,
    victims,
    at: random.unit(),
    thenMs: random.integer(0, guardianAtWorkMs),
    isPatient: random.unit() < 0.5,
  };
}
