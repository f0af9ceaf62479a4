// Checks that cannot be meant: in trials that put nothing on an engine, or against what they themselves do
// not go with.
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import type { Member } from './definition.js';

export function checkMeasured(draft: Draft, known: readonly Member[]): readonly Conflict[] {
  const { checks = [], stopAt } = draft;
  if (checks.length === 0) return [];
  return [
    ...(stopAt === null
      ? []
      : [
          {
            between: [['stop-at'], ['checks']],
            message: 'a stamp probe leaves no upgrade behind that a check could look at',
            hint: 'leave checks or stop-at out',
          },
        ]),
    ...checks.flatMap(({ name, check, options }) =>
      (known.find((member) => member.name === check)?.conflicts(options, draft) ?? []).map(
        ({ with: others, message, hint }) => ({ between: [['checks', name], ...others], message, hint }),
      ),
    ),
  ];
}
