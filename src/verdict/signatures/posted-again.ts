// Whether somebody else posted the very spec of the head again before swarm had made up its mind. No hash
// changes then: the engine's log has one call more than deploys explain, or the service shows what only a
// call leaves behind.
import { ownCommand } from '../../evidence/named-deployers.js';
import type { Evidence } from '../../evidence/evidence.js';
import { compareInstants } from '../../evidence/instant.js';
import { isWithinDeploy } from '../../evidence/service-sightings.js';
import type { SpecLine } from '../../evidence/timeline.js';
import type { ServiceWrite } from '../../evidence/writes.js';
import type { Story } from '../story.js';

export interface PostedAgain {
  /** The run of the trial that did it; null for a client that is none. */
  readonly run: string | null;
  readonly lines: readonly Evidence[];
}

export function postedAgain(story: Story): PostedAgain | null {
  const { head, headSeen, base } = story;
  if (head === null || headSeen === null || base === null || head.specHash === base.spec.specHash)
    return null;
  return byLog(story) ?? bySpec(story);
}

function byLog(story: Story): PostedAgain | null {
  const { ownWrite, writes } = story;
  if (ownWrite === null) return null;
  const decided = story.sightings.find((line) => isDecided(line, story));
  const later = (write: ServiceWrite): boolean => (compareInstants(write.at, ownWrite.at) ?? 0) > 0;
  const inTime = (write: ServiceWrite): boolean =>
    decided === undefined || (compareInstants(write.at, decided.updatedAt) ?? 1) < 0;
  const write = writes.find((one) => one.refusal === null && later(one) && inTime(one));
  return write === undefined ? null : { run: write.deploy?.run ?? null, lines: [ownWrite.line, write.line] };
}

/**
 * Every call leaves the replaced spec behind as the previous one, here the head itself, and takes the status
 * away, which swarm never does (swarmkit manager/controlapi/service.go). Of a run that races with others the
 * second call may be its own.
 */
function bySpec(story: Story): PostedAgain | null {
  const { sightings, headSeen, rivals, ownWrite, end } = story;
  const since = sightings.filter(({ seq }) => seq >= (headSeen?.seq ?? Infinity));
  const decided = since.find((line) => isDecided(line, story))?.seq ?? Infinity;
  const again = since.find(
    (line, index) => line.seq < decided && isSecondCall(line, since.slice(0, index), story),
  );
  if (again !== undefined && end?.deployer === ownCommand && isWithinDeploy(again, end)) return null;
  if (again === undefined || (rivals.length > 0 && (again === headSeen || ownWrite !== null))) return null;
  return {
    run: rivals.findLast(({ seq, step }) => step === 'upgrade' && seq < again.seq)?.run ?? null,
    lines: [again],
  };
}

function isSecondCall(
  { exists, spec, previousSpec, update }: SpecLine,
  before: readonly SpecLine[],
  { head }: Story,
): boolean {
  if (!exists || spec.specHash !== head?.specHash) return false;
  return (
    previousSpec?.specHash === head.specHash ||
    (update === null && before.some((line) => line.update !== null))
  );
}

/** Swarm had let the head pass: what is posted after that undoes no update. */
function isDecided({ spec, update }: SpecLine, { head }: Story): boolean {
  return update?.state === 'completed' && spec.specHash === head?.specHash;
}
