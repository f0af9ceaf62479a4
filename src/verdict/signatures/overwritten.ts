// Another writer changed the service after this run's deploy: another run, a person, a manual rollback, or a
// client that posted the very same spec again. What tells a write from swarm's own rollback is the previous
// spec: swarm leaves none behind, every client does.
import { counted } from '../../base/counted.js';
import { runsInEverySlot } from '../../evidence/slots.js';
import type { SpecLine } from '../../evidence/timeline.js';
import { causeOfForeignWrite, rivalBehind } from '../causes/foreign-write.js';
import { headDeaths, isPutBack, type Finding, type Signature, type Story } from '../story.js';
import { postedAgain } from './posted-again.js';

export const overwritten: Signature = {
  name: 'overwritten',
  match: (story) => {
    const write = foreignWrite(story);
    return write === null ? disarmed(story) : replaced(story, write);
  },
};

function replaced(story: Story, write: SpecLine): Finding {
  const what = whatWasDone(story, write);
  const before = wasPutBackBefore(story, write) || wroteOverRollback(story, write);
  const reason = before ? `swarm had rolled the head back when ${what}` : what;
  return {
    outcome: 'overwritten',
    reason,
    cause: causeOfForeignWrite([write, rivalBehind(story, write)], what),
  };
}

/** The same spec again: swarm forgets the update that is under way, and with it how to undo it. */
function disarmed(story: Story): Finding | null {
  const again = postedAgain(story);
  if (again === null) return null;
  const who = again.run === null ? 'another client' : `run ${again.run}`;
  const what = `${who} posted the head again while its update was under way, which left swarm unable to roll back`;
  return {
    outcome: 'overwritten',
    reason: `${what}; ${howTheHeadFared(story)}`,
    cause: causeOfForeignWrite(again.lines, what),
  };
}

function howTheHeadFared(story: Story): string {
  const { live, tasks } = story;
  const dead = headDeaths(story).length;
  if (dead > 0) return `${counted(dead, 'task')} of the head died`;
  return live !== null && runsInEverySlot(live.spec, tasks)
    ? 'the head runs in every slot'
    : 'the head does not run in every slot';
}

/** The first sighting that neither this run's deploy nor swarm's rollback explains. */
function foreignWrite(story: Story): SpecLine | null {
  const { head, headSeen, sightings, base } = story;
  const since = headSeen?.seq ?? sightings[0]?.seq ?? Infinity;
  return (
    sightings.find((line) => {
      if (line.seq < since || !line.exists || isPutBack(line, story)) return false;
      if (line.spec.specHash !== head?.specHash)
        return head !== null || line.spec.specHash !== base?.spec.specHash;
      return base !== null && (line.previousSpec === null || wasPutBackBefore(story, line));
    }) ?? null
  );
}

function wasPutBackBefore(story: Story, write: SpecLine): boolean {
  return story.sightings.some((line) => line.seq < write.seq && isPutBack(line, story));
}

function whatWasDone(story: Story, write: SpecLine): string {
  const { head, base } = story;
  const put = write.spec.stamp ?? 'a spec without stamp';
  if (head === null) return `another deploy put ${put}, and this run's own was never seen`;
  if (write.spec.specHash === head.specHash) {
    return write.previousSpec === null
      ? 'swarm rolled back what another client had put over the head'
      : 'another client put the head there again';
  }
  const rival = rivalBehind(story, write);
  if (rival !== null)
    return `run ${rival.run} deployed ${rival.step === 'base' ? 'its base' : put} over the head`;
  if (write.spec.specHash === base?.spec.specHash)
    return isManualRollback(write)
      ? 'a client rolled the service back by hand'
      : 'a client deployed the base again';
  if (write.spec.stamp === head.stamp)
    return 'another client changed the service over the head, whose stamp it kept';
  return `another client put ${put} over the head`;
}

function isManualRollback({ update }: SpecLine): boolean {
  return (
    update !== null &&
    (update.message === 'manually requested rollback' || update.state.startsWith('rollback_'))
  );
}

/** A write whose previous spec is the base's came after a rollback that no look caught. */
function wroteOverRollback({ base, head }: Story, write: SpecLine): boolean {
  return (
    head !== null &&
    write.previousSpec !== null &&
    write.previousSpec.specHash === base?.spec.specHash &&
    write.spec.specHash !== base.spec.specHash
  );
}
