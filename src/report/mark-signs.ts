// One sign a trial, for strips of outcomes.
import type { Mark } from '../statistics/trial-result.js';
import type { Paint } from './paint.js';

/** A finished trial, or `.` for one that has not run. */
export type StripMark = Mark | '.';

interface Sign {
  readonly sign: string;
  readonly paint: keyof Paint;
  readonly meaning: string;
}

const signs: Readonly<Record<StripMark, Sign>> = {
  d: { sign: '✗', paint: 'bad', meaning: 'drifted' },
  h: { sign: '✓', paint: 'good', meaning: 'held' },
  x: { sign: '!', paint: 'bad', meaning: 'did not hold otherwise' },
  n: { sign: '=', paint: 'faint', meaning: 'no-op' },
  b: { sign: 'b', paint: 'unsure', meaning: 'base failed' },
  '?': { sign: '?', paint: 'unsure', meaning: 'inconclusive' },
  '.': { sign: '·', paint: 'faint', meaning: 'not run' },
};

/** The strip, at most `room` signs wide: of a longer one the newest, after an ellipsis. */
export function strip(marks: readonly StripMark[], room: number, paint: Paint): string {
  const shown = marks.length <= room ? marks : marks.slice(marks.length - Math.max(1, room - 1));
  const painted = shown.map((mark) => paint[signs[mark].paint](signs[mark].sign)).join('');
  return marks.length <= room ? painted : `…${painted}`;
}

/** Columns that {@link strip} takes. */
export function stripWidth(marks: readonly StripMark[], room: number): number {
  return Math.min(marks.length, Math.max(2, room));
}

/** `✗ drifted`, for each mark that occurs and does not explain itself. */
export function legend(marks: readonly StripMark[]): readonly string[] {
  const order: readonly StripMark[] = ['d', 'h', 'x', 'n', 'b', '?', '.'];
  return order
    .filter((mark) => marks.includes(mark))
    .map((mark) => `${signs[mark].sign} ${signs[mark].meaning}`);
}

/** The word for a mark. */
export function markInWords(mark: StripMark): string {
  return signs[mark].meaning;
}

/** The sign of one mark. */
export function signText(mark: StripMark): string {
  return signs[mark].sign;
}

/** The sign of one mark, painted. */
export function signOf(mark: StripMark, paint: Paint): string {
  return paint[signs[mark].paint](signs[mark].sign);
}
