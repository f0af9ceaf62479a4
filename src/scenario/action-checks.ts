// Actions that cannot be meant: in trials that have no moment for them, due when the trial is over, on an
// engine that they may not touch, or against what they themselves do not go with.
import { formatDuration } from '../base/units.js';
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import type { Member } from './definition.js';
import { checkUse } from './member-checks.js';

export function checkActions(draft: Draft, known: readonly Member[]): readonly Conflict[] {
  if (draft.actions.length === 0) return [];
  return [...ofTheTrial(draft), ...draft.actions.flatMap((_, index) => ofOne(draft, index, known))];
}

function ofTheTrial({ stopAt, stacks: { concurrent } }: Draft): readonly Conflict[] {
  return [
    ...(stopAt === null
      ? []
      : [
          {
            between: [['stop-at'], ['actions']],
            message: 'a stamp probe is over before anybody else could do anything',
            hint: 'leave actions or stop-at out',
          },
        ]),
    ...(concurrent === 1
      ? []
      : [
          {
            between: [['actions'], ['stacks']],
            message: `${String(concurrent)} upgrades run at once, so it is not said to which of them it is done`,
            hint: 'leave actions or stacks out',
          },
        ]),
  ];
}

function ofOne(draft: Draft, index: number, known: readonly Member[]): readonly Conflict[] {
  const { observe } = draft;
  const [settings] = draft.actions.slice(index);
  const member = known.find(({ name }) => name === settings?.action);
  if (settings === undefined || member === undefined) return [];
  const { action, at, after, options } = settings;
  const limitMs = at === 'base' || at === 'stands' ? observe.baseDeadlineMs : observe.deadlineMs;
  const own = ['actions', index];
  return [
    ...(after.low < limitMs
      ? []
      : [
          {
            between: [own, ['observe']],
            message:
              `${action} is due ${formatDuration(after.low)} after its moment, but trials wait for ` +
              `${formatDuration(limitMs)} only`,
            hint: 'let it be done sooner, or make the deadline longer',
          },
        ]),
    ...checkUse({ member, options, own }, draft),
  ];
}
