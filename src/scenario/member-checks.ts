// What speaks against a member where it stands in an arm: what it needs and does not have, and what it says
// itself of the settings beside it.
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import type { Member } from './definition.js';
import { engineTraits } from './engines/index.js';
import type { Path } from './problem.js';

/** A member as it is used in an arm. */
export interface Use {
  readonly member: Member;
  /** As they are written. */
  readonly options: unknown;
  /** Where it stands, from the top of the arm. */
  readonly own: Path;
}

export function checkUse({ member, options, own }: Use, draft: Draft): readonly Conflict[] {
  const engine = engineTraits(draft.engine);
  return [
    ...(!engine.isOwn && member.needs.some(({ kind }) => kind === 'own-engine')
      ? [
          {
            between: [own, engine.path],
            message: `${member.name} needs an engine of the lab's own`,
            hint: 'give it a private engine',
          },
        ]
      : []),
    ...member
      .conflicts(options, draft)
      .map(({ with: others, message, hint }) => ({ between: [own, ...others], message, hint })),
  ];
}
