// Another writer changed the spec after this run's deploy: another run, a person, a manual rollback.
// What tells it from swarm's own rollback is the previous spec: swarm leaves none behind, every client does.
import type { SpecLine } from '../../evidence/timeline.js';
import { causeOfForeignWrite, rivalBehind } from '../causes/foreign-write.js';
import { isPutBack, type Signature, type Story } from '../story.js';

export const overwritten: Signature = {
  name: 'overwritten',
  match: (story) => {
    const write = foreignWrite(story);
    if (write === null) return null;
    const what = whatWasDone(story, write);
    const before = story.sightings.some((line) => line.seq < write.seq && isPutBack(line, story)) || wroteOverRollback(story, write);
    const reason = before ? `swarm had rolled the head back when ${what}` : what;
    return { outcome: 'overwritten', reason, cause: causeOfForeignWrite(story, write, what) };
  },
};

/** The first sighting that neither this run's deploy nor swarm's rollback explains. */
function foreignWrite(story: Story): SpecLine | null {
  const { head, headSeen, sightings, base } = story;
  const since = headSeen?.seq ?? sightings[0]?.seq ?? Infinity;
  return sightings.find((line) => {
    if (line.seq < since || !line.exists || isPutBack(line, story)) return false;
    if (line.spec.specHash !== head?.specHash) return head !== null || line.spec.specHash !== base?.spec.specHash;
    return base !== null && line.previousSpec === null;
  }) ?? null;
}

function whatWasDone(story: Story, write: SpecLine): string {
  const { head, base } = story;
  const put = write.spec.stamp ?? 'a spec without stamp';
  if (head === null) return `another deploy put ${put}, and this run's own was never seen`;
  if (write.spec.specHash === head.specHash) return 'swarm rolled back what another client had put over the head';
  const rival = rivalBehind(story, write);
  if (rival !== null) return `run ${rival.run} deployed ${rival.step === 'base' ? 'its base' : put} over the head`;
  if (write.spec.specHash === base?.spec.specHash) return isManualRollback(write) ? 'a client rolled the service back by hand' : 'a client deployed the base again';
  return `another client put ${put} over the head`;
}

function isManualRollback({ update }: SpecLine): boolean {
  return update !== null && (update.message === 'manually requested rollback' || update.state.startsWith('rollback_'));
}

/** A write whose previous spec is the base's came after a rollback that no look caught. */
function wroteOverRollback({ base, head }: Story, write: SpecLine): boolean {
  return head !== null && write.previousSpec !== null && write.previousSpec.specHash === base?.spec.specHash && write.spec.specHash !== base.spec.specHash;
}
