// One service across one run's upgrade: what it was, what the deploy put there, and what came after.
import { ownCommand } from './named-deployers.js';
import type { Evidence } from './evidence.js';
import type { SpecView } from './fact.js';
import { intruderIn } from './intruder.js';
import { baseOf, hasPassed } from './service-base.js';
import { isWithinDeploy, sightingOf, stampsOf } from './service-sightings.js';
import {
  adoptionOf,
  deployOf,
  ofKind,
  specsOf,
  tasksOf,
  type DeployLine,
  type SpecLine,
  type TaskHistory,
} from './timeline.js';
import { refusedIn, writesTo, type ServiceWrite } from './writes.js';

export interface ServiceUpgrade {
  readonly service: string;
  readonly begin: DeployLine | null;
  readonly end: DeployLine | null;
  /** As it stood before any head was written over this run's base; null when it was not there. */
  readonly base: SpecLine | null;
  /**
   * The same as {@link base} where a client that is no run of the trial put it there, over the base that was
   * deployed; else null.
   */
  readonly intruder: SpecLine | null;
  /** Every sighting since this run's upgrade began, and since {@link base}. */
  readonly sightings: readonly SpecLine[];
  /** What this run's deploy put there; null when that was never seen, or the engine refused it. */
  readonly head: SpecView | null;
  /** The line that first showed the head. */
  readonly headSeen: SpecLine | null;
  /** The last sighting of all. */
  readonly live: SpecLine | null;
  /** Calls of clients by the engine's log; none where it is not watched. */
  readonly writes: readonly ServiceWrite[];
  /** The call by which this run put the head there; null where it is not on record, or was refused. */
  readonly ownWrite: ServiceWrite | null;
  /** Whether the engine refused this run's write to this service. */
  readonly refused: boolean;
  readonly tasks: readonly TaskHistory[];
  /** Tasks that were made from the head. */
  readonly headTasks: readonly TaskHistory[];
  readonly oldTasks: readonly TaskHistory[];
}

export function serviceUpgrade(lines: readonly Evidence[], run: string, service: string): ServiceUpgrade {
  const [begin, end] = [deployOf(lines, run, 'upgrade', 'begin'), deployOf(lines, run, 'upgrade', 'end')];
  const specs = specsOf(lines, service);
  const writes = begin === null ? [] : writesTo(lines, service);
  const refused =
    end !== null &&
    (refusedIn(end, service) || writes.some(({ deploy, refusal }) => deploy === end && refusal !== null));
  const base = baseOf({ lines, run, specs, writes });
  const own = writes.filter(({ deploy, refusal }) => deploy !== null && deploy === end && refusal === null);
  const ownWrite = own.findLast((write) => !putsBack(write, specs, base)) ?? own[0] ?? null;
  const sightings =
    begin === null ? [] : specs.filter(({ seq }) => seq > begin.seq && seq > (base?.seq ?? 0));
  const stamps = refused ? [] : stampsOf(lines, run).filter((stamp) => stamp !== base?.spec.stamp);
  const rivals = begin !== null && hasRivals(lines, begin);
  const put =
    begin === null || refused
      ? null
      : headIn({
          end,
          sightings: sinceWrite(sightings, ownWrite),
          base,
          stamps,
          rivals: rivals && ownWrite === null,
        });
  const tasks = tasksOf(lines, service);
  const isMade = headTest({ base, head: put?.head ?? null, stamps, begin });
  const isLater = adoptionOf(lines, run) !== null || (begin !== null && hasPassed(lines, begin));
  const isHead = (task: TaskHistory): boolean => isMade(task) && (!isLater || isSince(task, begin));
  return {
    service,
    begin,
    end,
    base,
    intruder: intruderIn({ lines, run, specs, writes }, base),
    sightings,
    head: put?.head ?? null,
    headSeen: put?.seen ?? null,
    live: specs.at(-1) ?? null,
    writes,
    ownWrite,
    refused,
    tasks,
    headTasks: tasks.filter(isHead),
    oldTasks: tasks.filter((task) => !isHead(task)),
  };
}

/**
 * Whether a sighting shows a write to the service since `base`: another spec, or the same one posted again. A
 * POST always leaves a previous spec behind, also a byte-identical one; version numbers alone move for many
 * reasons.
 */
export function isWrite(line: SpecLine, base: SpecLine | null): boolean {
  if (base === null || line.spec.specHash !== base.spec.specHash) return true;
  return line.versionIndex > base.versionIndex && line.previousSpec?.specHash === line.spec.specHash;
}

/**
 * Whether swarm replaces tasks for what the spec now has other than the base's. Where base or head ask for
 * none there is no slot to update: tasks are only made or taken away, and no update status is written
 * (swarmkit, manager/orchestrator/replicated/services.go, reconcile).
 */
export function changesTasks(spec: SpecView, base: SpecLine): boolean {
  return spec.templateHash !== base.spec.templateHash && spec.replicas !== 0 && base.spec.replicas !== 0;
}

function hasRivals(lines: readonly Evidence[], begin: DeployLine): boolean {
  return ofKind(lines, 'deploy').some(
    (line) => line.stack === begin.stack && line.step === 'upgrade' && line.run !== begin.run,
  );
}

/** All of them where the run's own call is not on record. */
function sinceWrite(sightings: readonly SpecLine[], write: ServiceWrite | null): readonly SpecLine[] {
  const seen = write === null ? null : sightingOf(sightings, write);
  return seen === null ? sightings : sightings.filter(({ seq }) => seq >= seen.seq);
}

/** By its stamp, or failing that as the first write, unless another run may have been the writer. */
function headIn({
  end,
  sightings,
  base,
  stamps,
  rivals,
}: Pick<ServiceUpgrade, 'end' | 'sightings' | 'base'> & {
  readonly stamps: readonly string[];
  readonly rivals: boolean;
}): { readonly head: SpecView; readonly seen: SpecLine } | null {
  const stamped = (spec: SpecView | null): spec is SpecView =>
    spec?.stamp != null && stamps.includes(spec.stamp);
  const last = end?.deployer === ownCommand ? lastWriteOf(end, sightings, base) : null;
  if (last !== null) return { head: last.spec, seen: last };
  for (const seen of sightings) {
    if (stamped(seen.spec)) return { head: seen.spec, seen };
    if (stamped(seen.previousSpec)) return { head: seen.previousSpec, seen };
  }
  const seen = sightings.find(
    (line) => line.exists && isWrite(line, base) && (!rivals || line.spec.stamp === null),
  );
  return seen === undefined ? null : { head: seen.spec, seen };
}

/** A command that deploys may itself put the base back, when it finds that the head does not run. */
function putsBack(write: ServiceWrite, specs: readonly SpecLine[], base: SpecLine | null): boolean {
  return base !== null && sightingOf(specs, write)?.spec.specHash === base.spec.specHash;
}

/**
 * A command may write more than once, and what it wrote last is what it deployed; what swarm itself put back
 * while it still ran is not. Null where it wrote no two specs.
 */
function lastWriteOf(
  end: DeployLine,
  sightings: readonly SpecLine[],
  base: SpecLine | null,
): SpecLine | null {
  const own = sightings.filter(
    (line) =>
      isWithinDeploy(line, end) &&
      line.exists &&
      (base === null || (line.previousSpec !== null && line.spec.specHash !== base.spec.specHash)),
  );
  const final = own.at(-1)?.spec.specHash;
  const other = own.findLastIndex(({ spec }) => spec.specHash !== final);
  return other === -1 ? null : (own[other + 1] ?? null);
}

/** A stack that others deployed, or that went through other versions, may have had such tasks before. */
function isSince({ first }: TaskHistory, begin: DeployLine | null): boolean {
  return begin !== null && first.seq > begin.seq;
}

function headTest({
  base,
  head,
  stamps,
  begin,
}: Pick<ServiceUpgrade, 'base' | 'head' | 'begin'> & { readonly stamps: readonly string[] }): (
  task: TaskHistory,
) => boolean {
  if (begin === null) return () => false;
  if (head === null) return ({ stamp }) => stamp !== null && stamps.includes(stamp);
  if (base === null) return () => true;
  if (head.taskHash !== base.spec.taskHash) return ({ first }) => first.taskHash === head.taskHash;
  if (head.stamp !== base.spec.stamp) return ({ stamp }) => stamp === head.stamp;
  return ({ first }) => first.seq > begin.seq;
}
