// Deployers that cannot be meant: against what they say themselves, or as stamp probes, which are over before
// anything else of a trial could happen.
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import type { DeployerMember } from './deployer-definition.js';
import { checkUse } from './member-checks.js';
import { namesOf } from './vocabulary.js';

export function checkDeployer(draft: Draft, known: readonly DeployerMember[]): readonly Conflict[] {
  const { options } = draft.deployment;
  return known
    .filter(({ name }) => name === draft.deployer)
    .flatMap((member) => checkUse({ member, options, own: ['deployer'] }, draft));
}

export function checkStop(
  { stopAt, checkouts, deployer, load, neighbours }: Draft,
  known: readonly DeployerMember[],
): readonly Conflict[] {
  if (stopAt === null && checkouts > 0) {
    return [
      {
        between: [['checkouts'], ['stop-at']],
        message: 'checkouts in the tree go on beside stamp probes only',
        hint: 'add stop-at: stamp, or leave checkouts out',
      },
    ];
  }
  if (stopAt === null) return [];
  const speaking = namesOf(known.filter(({ saysStamp }) => saysStamp === true));
  const [stop, by, on, beside] = [['stop-at'], ['deployer'], ['load'], ['neighbours']];
  return [
    ...(speaking.includes(deployer)
      ? []
      : [
          {
            between: [stop, by],
            message: `a stamp probe deploys by ${speaking.join(' or ')}, not by ${deployer}`,
            hint: `give it deployer: ${speaking[0] ?? ''}, or leave stop-at out`,
          },
        ]),
    ...(load.length === 0
      ? []
      : [
          {
            between: [stop, on],
            message: 'a stamp probe is over before a load could do anything',
            hint: 'leave load or stop-at out',
          },
        ]),
    ...(neighbours.length === 0
      ? []
      : [
          {
            between: [stop, beside],
            message: 'a stamp probe deploys nothing that neighbours could be beside',
            hint: 'leave neighbours or stop-at out',
          },
        ]),
  ];
}
