// What the base was: the write that put it, and whether somebody else's came in between.
import type { Evidence } from './evidence.js';
import type { SpecView } from './fact.js';
import { headStampsOver, sightingOf, lookAfter } from './service-sightings.js';
import { type DeployLine, type SpecLine, deployOf, firstUpgradeOver, ofKind } from './timeline.js';
import type { ServiceWrite } from './writes.js';

export interface Looked {
  readonly lines: readonly Evidence[];
  readonly run: string;
  readonly specs: readonly SpecLine[];
  readonly writes: readonly ServiceWrite[];
}

/**
 * What stood before the first head that any run of the trial put there since this run's base: by the head's
 * stamp, or failing that by the call in the engine's log, or by the beginning of the first upgrade. Another
 * run's base may land after an upgrade has begun.
 */
export function baseOf({ lines, run, specs, writes }: Looked): SpecLine | null {
  const first = firstUpgradeOver(lines, run);
  if (first === null) return specs.at(-1) ?? null;
  if (hasPassed(lines, first)) return specs.findLast(({ seq }) => seq < first.seq) ?? null;
  const put = basePut({ lines, run, specs, writes });
  const since = put?.seq ?? deployOf(lines, run, 'base', 'begin')?.seq ?? first.seq;
  const heads = headStampsOver(lines, first, deployOf(lines, run, 'base', 'begin')?.seq ?? first.seq);
  const isHead = (spec: SpecView | null | undefined): boolean => spec?.stamp != null && heads.has(spec.stamp);
  const later = specs.filter(({ seq }) => seq > since);
  const byStamp = specs.find(
    (line, index) =>
      line.seq > since &&
      (isHead(line.spec) || (isHead(line.previousSpec) && cameBetween(line, specs[index - 1]))),
  );
  const write = writes.find(
    ({ deploy, refusal, line }) => deploy?.step === 'upgrade' && refusal === null && line.seq > since,
  );
  const head = byStamp ?? (write === undefined ? null : sightingOf(later, write));
  return specs.findLast(({ seq }) => seq < (head?.seq ?? first.seq)) ?? null;
}

/**
 * Whether the stack went through other versions before: what stood last is what the head was put over,
 * whatever the base was at first.
 */
export function hasPassed(lines: readonly Evidence[], { run, seq }: DeployLine): boolean {
  return ofKind(lines, 'passage').some((line) => line.run === run && line.seq < seq);
}

/** Whether the line's previous spec came and went between two looks. */
function cameBetween({ previousSpec }: SpecLine, before: SpecLine | undefined): boolean {
  return (
    before === undefined ||
    (before.spec.specHash !== previousSpec?.specHash &&
      before.previousSpec?.specHash !== previousSpec?.specHash)
  );
}

/**
 * The first sighting of what this run's base deploy put there: by its call, or failing that by a spec that
 * was not there before it began.
 */
export function basePut({ lines, run, specs, writes }: Looked): SpecLine | null {
  const begin = deployOf(lines, run, 'base', 'begin');
  if (begin === null) return null;
  const write = writes.find(
    ({ deploy, refusal }) => deploy?.run === run && deploy.step === 'base' && refusal === null,
  );
  const before = specs.findLast(({ seq }) => seq < begin.seq);
  const isNew = ({ spec, previousSpec }: SpecLine): boolean =>
    before?.spec.specHash !== spec.specHash || before.previousSpec?.specHash !== previousSpec?.specHash;
  return write === undefined
    ? (specs.find((line) => line.seq > begin.seq && isNew(line)) ?? null)
    : lookAfter(specs, write);
}
