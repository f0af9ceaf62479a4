// Which engine of the pool a trial gets. Volumes that an arm keeps are lost with their engine, so that one is
// rather waited for than replaced or passed over while it is being cleaned.
import type { Wanted } from './wanted.js';

/** What is asked of an engine that is there. */
export interface Candidate {
  readonly engine: {
    readonly envelopeBytes: number | null;
    readonly lost: { readonly aborted: boolean };
  };
  /** All that it is made of and that cannot be changed any more, as text. */
  readonly make: string;
  /** Arm whose volumes are kept on it; null where none are. */
  readonly keptFor: string | null;
}

export type Wish = Pick<Wanted, 'make' | 'memoryBytes' | 'fresh' | 'keptFor'>;

export interface Stock<Member> {
  readonly idle: readonly Member[];
  /** Idle again soon, unless they wore out. */
  readonly cleaned: readonly Member[];
  /** Whether one more may be booted. */
  readonly room: boolean;
}

export type Choice<Member> =
  | { readonly what: 'take' | 'replace'; readonly member: Member }
  | { readonly what: 'boot' }
  | { readonly what: 'wait' };

/** `wait`: until anything changes, and then choose again. */
export function chooseEngine<Member extends Candidate>(wish: Wish, stock: Stock<Member>): Choice<Member> {
  const { idle, cleaned, room } = stock;
  if (!wish.fresh) {
    const own = bestOf(idle, wish, wish.keptFor);
    if (own !== null) return { what: 'take', member: own };
    if (wish.keptFor !== null && bestOf(cleaned, wish, wish.keptFor) !== null) return { what: 'wait' };
    const plain = bestOf(idle, wish, null);
    if (plain !== null) return { what: 'take', member: plain };
  }
  if (room) return { what: 'boot' };
  const plain = idle.find(({ keptFor }) => keptFor === null);
  if (plain !== undefined) return { what: 'replace', member: plain };
  const [keeping] = idle;
  return keeping === undefined || cleaned.some(({ keptFor }) => keptFor === null)
    ? { what: 'wait' }
    : { what: 'replace', member: keeping };
}

/** Only one of the same make will do; best is one that has the envelope already. */
function bestOf<Member extends Candidate>(
  members: readonly Member[],
  { make, memoryBytes }: Wish,
  arm: string | null,
): Member | null {
  const fit = members.filter((member) => member.make === make && member.keptFor === arm);
  return (
    fit.find(({ engine }) => engine.envelopeBytes === memoryBytes && !engine.lost.aborted) ?? fit[0] ?? null
  );
}
