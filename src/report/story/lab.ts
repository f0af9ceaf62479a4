// What went wrong with the lab itself: faults, and sources that could not see.
import type { Evidence } from '../../evidence/evidence.js';
import { placeInWords } from '../../evidence/outages.js';
import { ofKind } from '../../evidence/timeline.js';
import { momentOf, type Moment } from './moment.js';

export function labMoments(lines: readonly Evidence[]): readonly Moment[] {
  const moment = (line: Evidence, text: string, kind: Moment['kind'] = 'lab'): Moment =>
    momentOf(kind, line.atMs, text, { lines: [line.seq], cited: true });
  return [
    ...ofKind(lines, 'fault').map((line) =>
      moment(line, `fault of the lab in phase ${line.phase}: ${line.message}`),
    ),
    ...ofKind(lines, 'gap').map((line) =>
      line.mark === 'end'
        ? moment(line, `${placeInWords(line)} sees again`, 'lab-note')
        : moment(line, `${placeInWords(line)} cannot see: ${line.reason}`),
    ),
  ];
}
