// What somebody else did, because the scenario has him do it.
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import { momentOf, type Moment } from './moment.js';

/** One moment for each, when it was begun; what was not done says why. */
export function actionMoments(lines: readonly Evidence[]): readonly Moment[] {
  const told = ofKind(lines, 'action');
  return told
    .filter(({ mark }) => mark === 'begin')
    .map((begin) => {
      const end = told.find(({ index, mark }) => index === begin.index && mark === 'end');
      const how =
        end === undefined
          ? ', and that it was done is not on record'
          : end.failure === null
            ? ''
            : `, which failed: ${end.failure}`;
      return momentOf('action', begin.atMs, `somebody else, as the scenario has it, ${begin.what}${how}`, {
        lines: [begin.seq, ...(end === undefined ? [] : [end.seq])],
        cited: true,
      });
    });
}
