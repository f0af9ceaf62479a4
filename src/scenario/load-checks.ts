// Loads that cannot be put on: due after the trial is over, or against what their injectors say themselves.
import { formatDuration } from '../base/units.js';
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import type { LoadMember } from './load-definition.js';
import type { LoadSettings } from './load-settings.js';
import { checkUse } from './member-checks.js';

export function checkLoad(draft: Draft, known: readonly LoadMember[]): readonly Conflict[] {
  return [
    ...draft.load.flatMap(({ injector, options }) =>
      known
        .filter(({ name }) => name === injector)
        .flatMap((member) => checkUse({ member, options, own: ['load'] }, draft)),
    ),
    ...checkDue(draft.load, draft.observe.deadlineMs),
  ];
}

function checkDue(load: readonly LoadSettings[], deadlineMs: number): readonly Conflict[] {
  return load
    .filter(({ during, after }) => during !== 'base' && after.low >= deadlineMs)
    .map(({ after }) => ({
      between: [['load'], ['observe', 'deadline']],
      message:
        `a load is due ${formatDuration(after.low)} into its part of the trial, but trials end at the ` +
        `deadline, after ${formatDuration(deadlineMs)}`,
      hint: 'let the load begin sooner, or make deadline longer',
    }));
}
