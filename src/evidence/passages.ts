// Versions that a stack went through before the head under test: each an upgrade of its own, from what the
// one before had left.
import type { Evidence, EvidenceOf } from './evidence.js';
import { settlement } from './progress.js';
import { deployOf, latestSpec, ofKind, servicesOf } from './timeline.js';

export type Passage = EvidenceOf<'passage'>;

export function passagesOf(lines: readonly Evidence[], run: string): readonly Passage[] {
  return ofKind(lines, 'passage').filter((line) => line.run === run);
}

/** Whether swarm has made up its mind on the version at that place, or had when the next one came. */
export function passageSettlement(
  lines: readonly Evidence[],
  passage: Pick<Passage, 'run' | 'index'>,
  nowMs: number,
): 'pending' | 'settled' {
  const nextMs = nextAfter(lines, passage)?.atMs ?? Infinity;
  return settlement(asUpgrade(lines, passage), passage.run, Math.min(nowMs, nextMs));
}

/** Services that swarm was still updating, or rolling back, when the next version came. */
export function updatingWhenNextCame(
  lines: readonly Evidence[],
  passage: Pick<Passage, 'run' | 'index'>,
): readonly string[] {
  const stack = deployOf(lines, passage.run, 'base', 'end')?.stack;
  if (stack === undefined || nextAfter(lines, passage) === null) return [];
  const own = asUpgrade(lines, passage);
  return servicesOf(own, stack).filter((service) => {
    const live = latestSpec(own, service);
    const state = live?.exists === true ? live.update?.state : undefined;
    return state === 'updating' || state === 'rollback_started';
  });
}

/**
 * What is on record until the next version was deployed, with this one's deploy in the place of the head's:
 * to be asked all that an upgrade is asked.
 */
export function asUpgrade(
  lines: readonly Evidence[],
  passage: Pick<Passage, 'run' | 'index'>,
): readonly Evidence[] {
  const { run, index } = passage;
  const base = deployOf(lines, run, 'base', 'end');
  const next = nextAfter(lines, passage);
  if (base === null) return [];
  const { deployer, stack } = base;
  return lines
    .filter((line) => (next === null || line.seq < next.seq) && !isTreeOfHead(line))
    .map((line): Evidence => {
      if (line.kind !== 'passage' || line.run !== run || line.index !== index) return line;
      const { seq, atMs, wall, engineAt, mark, stamp, exitCode, failure } = line;
      const stamped = { seq, atMs, wall, engineAt };
      return {
        ...stamped,
        kind: 'deploy',
        run,
        step: 'upgrade',
        deployer,
        stack,
        mark,
        stamp,
        exitCode,
        failure,
      };
    });
}

/** The beginning of the deploy after it; null where there was none. */
function nextAfter(
  lines: readonly Evidence[],
  { run, index }: Pick<Passage, 'run' | 'index'>,
): Evidence | null {
  return (
    passagesOf(lines, run).find((line) => line.index === index + 1) ??
    deployOf(lines, run, 'upgrade', 'begin')
  );
}

/** It is looked at before the head is deployed, and is none of a version on the way. */
function isTreeOfHead(line: Evidence): boolean {
  return line.kind === 'worktree' && line.step === 'upgrade';
}
