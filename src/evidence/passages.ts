// Versions that a stack went through before the head under test: each an upgrade of its own, from what the
// one before had left.
import type { Evidence, EvidenceOf } from './evidence.js';
import { settlement } from './progress.js';
import { deployOf, ofKind } from './timeline.js';

export type Passage = EvidenceOf<'passage'>;

export function passagesOf(lines: readonly Evidence[], run: string): readonly Passage[] {
  return ofKind(lines, 'passage').filter((line) => line.run === run);
}

/** Whether swarm has made up its mind on the version at that place. */
export function passageSettlement(
  lines: readonly Evidence[],
  { run, index }: Pick<Passage, 'run' | 'index'>,
  nowMs: number,
): 'pending' | 'settled' {
  return settlement(asUpgrade(lines, { run, index }), run, nowMs);
}

/**
 * What is on record until the next version was deployed, with this one's deploy in the place of the head's:
 * to be asked all that an upgrade is asked.
 */
export function asUpgrade(
  lines: readonly Evidence[],
  { run, index }: Pick<Passage, 'run' | 'index'>,
): readonly Evidence[] {
  const base = deployOf(lines, run, 'base', 'end');
  const next =
    passagesOf(lines, run).find((line) => line.index === index + 1) ??
    deployOf(lines, run, 'upgrade', 'begin');
  if (base === null) return [];
  const { deployer, stack } = base;
  return lines
    .filter(({ seq }) => next === null || seq < next.seq)
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
