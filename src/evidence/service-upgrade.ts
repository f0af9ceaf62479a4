// One service across one run's upgrade: what it was, what the deploy put there, and what came after.
import type { Evidence } from './evidence.js';
import type { SpecView } from './fact.js';
import { deployOf, firstUpgradeOver, ofKind, specsOf, tasksOf, type DeployLine, type SpecLine, type TaskHistory } from './timeline.js';

export interface ServiceUpgrade {
  readonly service: string;
  readonly begin: DeployLine | null;
  readonly end: DeployLine | null;
  /** As it stood before any upgrade over this run's base; null when it was not there. */
  readonly base: SpecLine | null;
  /** Every sighting since this run's upgrade began. */
  readonly sightings: readonly SpecLine[];
  /** What this run's deploy put there; null when that was never seen. */
  readonly head: SpecView | null;
  /** The line that first showed the head. */
  readonly headSeen: SpecLine | null;
  /** The last sighting of all. */
  readonly live: SpecLine | null;
  readonly tasks: readonly TaskHistory[];
  /** Tasks that were made from the head. */
  readonly headTasks: readonly TaskHistory[];
  readonly oldTasks: readonly TaskHistory[];
}

export function serviceUpgrade(lines: readonly Evidence[], run: string, service: string): ServiceUpgrade {
  const begin = deployOf(lines, run, 'upgrade', 'begin');
  const specs = specsOf(lines, service);
  const first = begin === null ? null : firstUpgradeOver(lines, run);
  const base = specs.findLast((line) => first === null || line.seq < first.seq) ?? null;
  const sightings = begin === null ? [] : specs.filter((line) => line.seq > begin.seq);
  const stamps = stampsOf(lines, run).filter((stamp) => stamp !== base?.spec.stamp);
  const put = begin === null ? null : headIn({ sightings, base, stamps, rivals: hasRivals(lines, begin) });
  const tasks = tasksOf(lines, service);
  const isHead = headTest({ base, head: put?.head ?? null, stamps, begin });
  return {
    service,
    begin,
    end: deployOf(lines, run, 'upgrade', 'end'),
    base,
    sightings,
    head: put?.head ?? null,
    headSeen: put?.seen ?? null,
    live: specs.at(-1) ?? null,
    tasks,
    headTasks: tasks.filter(isHead),
    oldTasks: tasks.filter((task) => !isHead(task)),
  };
}

/**
 * Whether a sighting shows a write to the service since `base`: another spec, or the same one posted again. A POST always
 * leaves a previous spec behind, also a byte-identical one; version numbers alone move for many reasons.
 */
export function isWrite(line: SpecLine, base: SpecLine | null): boolean {
  if (base === null || line.spec.specHash !== base.spec.specHash) return true;
  return line.versionIndex > base.versionIndex && line.previousSpec?.specHash === line.spec.specHash;
}

/** Whether the spec now differs from the base's in what swarm replaces tasks for. */
export function changesTasks(spec: SpecView, base: SpecLine): boolean {
  return spec.templateHash !== base.spec.templateHash && (spec.replicas !== 0 || base.spec.replicas !== 0);
}

/** The stamps that this run's upgrade can have put: what the deployer says it took, and what its tree gives. */
function stampsOf(lines: readonly Evidence[], run: string): readonly string[] {
  const said = deployOf(lines, run, 'upgrade', 'end')?.stamp ?? null;
  const tree = ofKind(lines, 'worktree').find((line) => line.run === run && line.step === 'upgrade')?.treeStamp ?? null;
  return [said, tree].filter((stamp) => stamp !== null);
}

function hasRivals(lines: readonly Evidence[], begin: DeployLine): boolean {
  return ofKind(lines, 'deploy').some((line) => line.stack === begin.stack && line.step === 'upgrade' && line.run !== begin.run);
}

/** By its stamp, or failing that as the first write, unless another run may have been the writer. */
function headIn({ sightings, base, stamps, rivals }: Pick<ServiceUpgrade, 'sightings' | 'base'> & { readonly stamps: readonly string[]; readonly rivals: boolean }): { readonly head: SpecView; readonly seen: SpecLine } | null {
  const stamped = (spec: SpecView | null): spec is SpecView => spec?.stamp != null && stamps.includes(spec.stamp);
  for (const seen of sightings) {
    if (stamped(seen.spec)) return { head: seen.spec, seen };
    if (stamped(seen.previousSpec)) return { head: seen.previousSpec, seen };
  }
  const seen = sightings.find((line) => line.exists && isWrite(line, base) && (!rivals || line.spec.stamp === null));
  return seen === undefined ? null : { head: seen.spec, seen };
}

function headTest({ base, head, stamps, begin }: Pick<ServiceUpgrade, 'base' | 'head' | 'begin'> & { readonly stamps: readonly string[] }): (task: TaskHistory) => boolean {
  if (begin === null) return () => false;
  if (head === null) return ({ stamp }) => stamp !== null && stamps.includes(stamp);
  if (base === null) return () => true;
  if (head.taskHash !== base.spec.taskHash) return ({ first }) => first.taskHash === head.taskHash;
  if (head.stamp !== base.spec.stamp) return ({ stamp }) => stamp === head.stamp;
  return ({ first }) => first.seq > begin.seq;
}
