// What commands of the author's between phases came to.
import { ofKind } from '../../evidence/timeline.js';
import { momentOf, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';

export function ownStepMoments({ lines, run }: RunContext): readonly Moment[] {
  const told = ofKind(lines, 'own-step').filter((line) => line.run === run.run);
  return told
    .filter(({ mark }) => mark === 'begin')
    .map((begin) => {
      const end = told.find(({ moment, mark }) => moment === begin.moment && mark === 'end');
      const said = end?.output.at(-1);
      const how =
        end === undefined
          ? 'began; its end is not on record'
          : `ended with exit code ${String(end.exitCode)}${said === undefined ? '' : `: ${said}`}`;
      return momentOf('action', (end ?? begin).atMs, `${begin.moment}: ${begin.command} ${how}`, {
        lines: [begin.seq, ...(end === undefined ? [] : [end.seq])],
        cited: end?.exitCode !== 0,
      });
    });
}
