// Cross-checks of what is asked of an engine: stacks side by side, and commands between the phases.
import { formatDuration } from '../base/units.js';
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import { tagsThatMove } from './sides.js';
import { quoted } from './wording.js';

export function checkStacks({
  stacks: { concurrent, share },
  stopAt,
  observe: { deadlineMs },
  stacks: { startWithinMs },
  ...images
}: Draft): readonly Conflict[] {
  const [at, stop, deadline] = [['stacks'], ['stop-at'], ['observe', 'deadline']];
  const lonely = share === 'stack' && concurrent < 2;
  return [
    ...(lonely
      ? [
          {
            between: [at],
            message: 'one run alone has no stack to share',
            hint: 'write solo, or let 2 or more run at once',
          },
        ]
      : []),
    ...(stopAt !== null && share === 'stack' && !lonely
      ? [
          {
            between: [stop, at],
            message: `${String(concurrent)} runs share a stack, but a stamp probe deploys to none`,
            hint: 'leave stop-at out, or give stacks share: none',
          },
        ]
      : []),
    ...(concurrent > 1 ? checkMovingTags(images) : []),
    ...(concurrent > 1 && startWithinMs >= deadlineMs
      ? [
          {
            between: [at, deadline],
            message:
              `runs may start ${formatDuration(startWithinMs)} apart, but each is watched for ` +
              `${formatDuration(deadlineMs)} only, so that they need not overlap`,
            hint: 'make start-within shorter or deadline longer',
          },
        ]
      : []),
  ];
}

/** An engine has one image of a tag: the first run to come to its head would change the others' bases. */
function checkMovingTags(images: Pick<Draft, 'images' | 'sides'>): readonly Conflict[] {
  const tags = tagsThatMove(images);
  return tags.length === 0
    ? []
    : [
        {
          between: [['head', 'images'], ['stacks']],
          message:
            `the head has another image of the tag ${quoted(tags[0] ?? '')} than the base, and of several runs ` +
            'on one engine the first would move it while others still have their base',
          hint: "give the head's image a tag of its own that its compose file names, or let one run alone go",
        },
      ];
}

/** They are run in the one run of a trial, between phases that a probe does not have. */
export function checkSteps({ steps, stacks: { concurrent }, stopAt }: Draft): readonly Conflict[] {
  if (steps === null) return [];
  return [
    ...(concurrent > 1
      ? [
          {
            between: [['steps'], ['stacks']],
            message: `steps are run in trials of one run, not of ${String(concurrent)}`,
            hint: 'leave steps or stacks out',
          },
        ]
      : []),
    ...(stopAt === null
      ? []
      : [
          {
            between: [['steps'], ['stop-at']],
            message: 'a stamp probe deploys nothing that a step could look at',
            hint: 'leave steps or stop-at out',
          },
        ]),
  ];
}
