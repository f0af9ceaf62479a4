// Whether what a head was put over is from somebody who is no part of the trial.
import type { Evidence } from './evidence.js';
import { ownCommand } from './named-deployers.js';
import { basePut, type Looked } from './service-base.js';
import { isWithinDeploy } from './service-sightings.js';
import { deployOf, ofKind, type DeployLine, type SpecLine } from './timeline.js';

/**
 * The base, where it is neither what this run's base deploy put there, nor a version on the way to the head,
 * nor another run's; else null. Where it may be either, it is nobody else's.
 */
export function intruderIn(looked: Looked, base: SpecLine | null): SpecLine | null {
  const { lines, run } = looked;
  const begin = deployOf(lines, run, 'base', 'begin');
  const put = basePut(looked);
  if (base === null || begin === null) return null;
  if (ofKind(lines, 'deploy').some((line) => line.stack === begin.stack && line.run !== run)) return null;
  const passed = deploysOnTheWay(lines, run, begin);
  if (passed.length > 0) {
    const own = passed.flatMap((deploy) => hashesPutBy(deploy, looked.specs));
    return own.length === 0 || own.includes(base.spec.specHash) ? null : base;
  }
  if (put === null || put.seq >= base.seq) return null;
  return base.spec.specHash === put.spec.specHash ? null : base;
}

interface DeployOnTheWay {
  readonly begin: Evidence;
  readonly end: Evidence;
  readonly stamp: string | null;
  /** Journal place at which the next deploy began. */
  readonly until: number;
  readonly deployer: string;
}

/** The base's deploy and those of the versions between it and the head; none where there are no such. */
function deploysOnTheWay(
  lines: readonly Evidence[],
  run: string,
  { deployer }: DeployLine,
): readonly DeployOnTheWay[] {
  const passages = ofKind(lines, 'passage').filter((line) => line.run === run);
  if (passages.length === 0) return [];
  const marks = [...ofKind(lines, 'deploy').filter((line) => line.run === run), ...passages].sort(
    (a, b) => a.seq - b.seq,
  );
  return marks.flatMap((begin, index) => {
    const [end, next] = [marks[index + 1], marks[index + 2]];
    const isOnTheWay = begin.kind === 'passage' || begin.step === 'base';
    return isOnTheWay && begin.mark === 'begin' && end?.mark === 'end'
      ? [{ begin, end, stamp: end.stamp, until: next?.seq ?? Infinity, deployer }]
      : [];
  });
}

/**
 * Specs that a deploy can have put on the service. A deploy writes once, and what it wrote has its stamp, of
 * which the first sighting is its own, or the one before it where another write came over it at once. Where
 * no stamp tells, and of a command of somebody's own, it is whatever was written while it ran.
 */
function hashesPutBy(
  { begin, end, stamp, until, deployer }: DeployOnTheWay,
  specs: readonly SpecLine[],
): readonly string[] {
  const before = specs.findLast(({ seq }) => seq < begin.seq)?.spec ?? null;
  const since = specs.filter(({ seq }) => seq > begin.seq && seq < until);
  const isTold = stamp !== null && deployer !== ownCommand && before?.stamp !== stamp;
  const isStamped = since.some(({ spec }) => spec.stamp !== null) || before?.stamp != null;
  if (isTold && isStamped) {
    const seen = since.find((line) => line.spec.stamp === stamp || line.previousSpec?.stamp === stamp);
    if (seen === undefined) return [];
    const { spec, previousSpec } = seen;
    return [previousSpec?.stamp === stamp ? previousSpec.specHash : spec.specHash];
  }
  return since.filter((line) => isWithinDeploy(line, end)).map(({ spec }) => spec.specHash);
}
