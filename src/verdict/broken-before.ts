// Of an upgrade that was only watched: what did not run when it came. Nobody had made sure that the stack
// stood, as a trial does, and a rollback to what was broken before is not the upgrade's fault.
import { ownCommand } from '../evidence/named-deployers.js';
import { msBetween } from '../evidence/instant.js';
import { bySlot, isWanted, runsInEverySlot } from '../evidence/slots.js';
import { tasksOf, type TaskHistory } from '../evidence/timeline.js';
import { diedUnasked, type Story } from './story.js';

/** What died so shortly before is still being restarted. */
const recentMs = 60_000;

/** One part of a reason for each service that was broken; empty for trials, whose base had to stand. */
export function brokenBeforeInWords(stories: readonly Story[]): readonly string[] {
  return stories.flatMap((story) => {
    const how = howBroken(story);
    if (how === null) return [];
    const { end, live, base, service } = story;
    const when = end?.deployer === ownCommand ? 'before the command' : 'before this upgrade';
    const stands = live?.exists === true && live.spec.specHash === base?.spec.specHash;
    const again = stands ? ', and that version is what stands again' : '';
    return [`already ${when}, the version of ${service} that stood then ${how}${again}`];
  });
}

/** Null where it ran, and where no task was seen from which that could be told. */
function howBroken(story: Story): string | null {
  const { adopted, begin, base, end, headSeen } = story;
  if (adopted === null || begin === null || base?.exists !== true) return null;
  const first = tasksUntil(story, begin.seq);
  // Where somebody else's update was waited for, it may have come to run in the meantime.
  const last = end?.deployer === ownCommand || headSeen === null ? first : tasksUntil(story, headSeen.seq);
  if (first.length === 0) return null;
  if (!runsInEverySlot(base.spec, first) && !runsInEverySlot(base.spec, last))
    return notRunning(story, first);
  const dead = first.filter(({ ended }) => {
    const ageMs = ended === null ? null : msBetween(ended.statusAt, begin.wall);
    return ageMs !== null && ageMs >= 0 && ageMs < recentMs;
  });
  const failed = dead.filter((task) => diedUnasked(task) && task.first.taskHash === base.spec.taskHash);
  return failed.length < 2
    ? null
    : `ended again and again: ${String(failed.length)} of its tasks in the minute before`;
}

/** The service's tasks as they were then, of what stood and of what came before that. */
function tasksUntil({ lines, service, base, begin }: Story, seq: number): readonly TaskHistory[] {
  return tasksOf(
    lines.filter((line) => line.seq < seq),
    service,
  ).filter(({ first }) => first.seq < (begin?.seq ?? 0) || first.taskHash === base?.spec.taskHash);
}

function notRunning({ base }: Story, tasks: readonly TaskHistory[]): string {
  const running = bySlot(tasks).filter((slot) =>
    slot.some((task) => isWanted(task) && task.last.state === 'running'),
  ).length;
  const of = base?.spec.replicas == null ? '' : ` of ${String(base.spec.replicas)}`;
  return running === 0 ? 'did not run' : `ran in ${String(running)}${of} slots only`;
}
