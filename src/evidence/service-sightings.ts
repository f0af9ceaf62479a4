// Sightings of a service's spec, in the order in which they were made.
import type { Evidence } from './evidence.js';
import { compareInstants } from './instant.js';
import { type SpecLine, type DeployLine, headTreeOf, ofKind, deployOf } from './timeline.js';
import type { ServiceWrite } from './writes.js';

/** The first sighting of what a write left, by swarm's own clock. */
export function sightingOf(specs: readonly SpecLine[], { at }: ServiceWrite): SpecLine | null {
  return specs.find(({ updatedAt }) => (compareInstants(updatedAt, at) ?? -1) >= 0) ?? null;
}

/**
 * The first look at what a write left; where the next write came before it, the look before them, over which
 * that one came.
 */
export function lookAfter(specs: readonly SpecLine[], write: ServiceWrite): SpecLine | null {
  const look = sightingOf(specs, write);
  const stamp = write.deploy?.stamp ?? null;
  if (look === null || stamp === null || look.spec.stamp === stamp || look.previousSpec?.stamp !== stamp)
    return look;
  return specs.findLast(({ seq }) => seq < look.seq) ?? null;
}

/** Stamps of the upgrades on the stack, without those that a base on it has too. */
export function headStampsOver(
  lines: readonly Evidence[],
  { stack }: DeployLine,
  since: number,
): ReadonlySet<string> {
  const runs = new Set(
    ofKind(lines, 'deploy')
      .filter((line) => line.stack === stack && line.seq >= since)
      .map((line) => line.run),
  );
  const trees = ofKind(lines, 'worktree').filter((line) => runs.has(line.run));
  const bases = new Set(trees.filter(({ step }) => step === 'base').map(({ treeStamp }) => treeStamp));
  const heads = [...runs].flatMap((run) => stampsOf(lines, run));
  return new Set(heads.filter((stamp) => !bases.has(stamp)));
}

/**
 * The stamps that this run's upgrade can have put: what the deployer says it took, and what its tree gives.
 */
export function stampsOf(lines: readonly Evidence[], run: string): readonly string[] {
  const said = deployOf(lines, run, 'upgrade', 'end')?.stamp ?? null;
  const tree = headTreeOf(lines, run)?.treeStamp ?? null;
  return [said, tree].filter((stamp) => stamp !== null);
}

/** Whether what the line shows was written before the deploy's end. */
export function isWithinDeploy({ seq, updatedAt }: SpecLine, end: Pick<Evidence, 'seq' | 'wall'>): boolean {
  return seq < end.seq || (compareInstants(updatedAt, end.wall) ?? 1) <= 0;
}
