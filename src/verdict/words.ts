// The verdict's words with their meaning in one line, for scenarios, `--help` and reports.
import { causeKinds, outcomes, type CauseKind, type Outcome } from './verdict.js';

export interface VerdictWord<W extends string> {
  readonly name: W;
  readonly summary: string;
}

const outcomeSummaries: Readonly<Record<Outcome, string>> = {
  held: 'the head runs in every slot and none of its tasks died',
  mixed: 'the service under test held, and another service that counts did not, or the deploy died half-way',
  'rolled-back': 'swarm applied the head and put the base back',
  'rollback-failed': 'swarm began to roll back and the old version does not run as it should',
  paused: 'swarm stopped the update because a task of the head failed',
  'never-applied': 'the deployer put something else than the head, or nothing',
  overwritten: 'another writer changed the spec, a manual rollback included',
  removed: 'the service was removed or made anew by another client',
  unsettled: 'swarm had not made up its mind at the deadline',
  'failed-later': 'swarm did not undo the head, yet a task of it died or a slot does not run',
  'no-op': 'the head changes nothing that swarm would monitor',
  'base-failed': 'the base never stood, so the upgrade was not tried',
  inconclusive: 'a lab fault, lost evidence or a missed dose: nothing can be said',
};

const causeSummaries: Readonly<Record<CauseKind, string>> = {
  'oom-kill': 'the kernel killed the task for want of memory',
  unhealthy: 'its healthcheck failed',
  exit: 'the process exited, or was killed through the engine',
  rejected: 'swarm or the engine refused to start it: no image, a bad mount, a port held outside swarm',
  'image-pull': 'its image could not be pulled, and swarm tries again for ever',
  'start-timeout': 'it neither ran nor failed before the deadline, such as a task that no node takes',
  'foreign-write': 'somebody else wrote to the service or killed its container',
  'wrong-tree': 'the tree that was deployed was not the one git was asked for',
  'wrong-stamp': 'the tree was right, but the deployer stamped something else',
  'deployer-error': 'the deployer failed',
  unknown: 'nothing on record tells why, so nobody is blamed',
};

export const outcomeWords: readonly VerdictWord<Outcome>[] = outcomes.map((name) => ({
  name,
  summary: outcomeSummaries[name],
}));
export const causeWords: readonly VerdictWord<CauseKind>[] = causeKinds.map((name) => ({
  name,
  summary: causeSummaries[name],
}));
