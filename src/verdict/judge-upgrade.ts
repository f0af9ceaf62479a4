// One upgrade of one stack, judged from whoever's evidence: of a trial of the lab, or of a watch over an
// engine that was there before.
import type { JournalProblem } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import { ofKind } from '../evidence/timeline.js';
import type { JudgedTrial } from '../plan/plan.js';
import { judge } from './judge.js';
import type { RunVerdict } from './verdict.js';

export interface Upgrade {
  /** Name of the stack. */
  readonly stack: string;
  /** The service whose stamp is looked at, without the stack's name. */
  readonly service: string;
  /** The stamp that the upgrade is to leave behind; left out or null, the evidence says it, where it does. */
  readonly intendedStamp?: string | null;
  /**
   * The services that count, without the stack's name, {@link service} among them; left out or null, all of
   * the stack.
   */
  readonly judged?: readonly string[] | null;
}

/**
 * What became of the upgrade. `problems` are those that reading the journal found; each makes the answer
 * `inconclusive`. Pure.
 */
export function judgeUpgrade(
  upgrade: Upgrade,
  evidence: readonly Evidence[],
  problems: readonly JournalProblem[] = [],
): RunVerdict {
  const trial = upgradeTrial(upgrade, evidence);
  const {
    runs: [verdict],
  } = judge(trial, intending(evidence, upgrade.intendedStamp ?? null), problems);
  if (verdict === undefined) throw new RangeError(`no run for the stack ${upgrade.stack}`);
  return verdict;
}

/** The upgrade as the trial that it is judged and told as: one run, without load. */
export function upgradeTrial(
  { stack, service, judged = null }: Upgrade,
  evidence: readonly Evidence[],
): JudgedTrial {
  const [own] = [...ofKind(evidence, 'adopted'), ...ofKind(evidence, 'deploy')].filter(
    (line) => line.stack === stack,
  );
  return {
    id: 'upgrade',
    called: 'upgrade',
    arm: stack,
    load: [],
    actions: [],
    runs: [{ run: own?.run ?? 'r1', stack, domain: '', startAfterMs: 0 }],
    settings: {
      service,
      judged,
      judgeStarved: false,
      stopAt: null,
      checkouts: 0,
      neighbours: [],
      recipe: { base: 'base' },
      stacks: { concurrent: 1, share: 'none', lock: 'run', startWithinMs: 0 },
    },
  };
}

/** The evidence, as far as it says what was meant, with the caller's word instead. */
function intending(evidence: readonly Evidence[], intendedStamp: string | null): readonly Evidence[] {
  if (intendedStamp === null) return evidence;
  return evidence.map((line) =>
    line.kind === 'adopted' || (line.kind === 'worktree' && line.step === 'upgrade')
      ? { ...line, intendedStamp }
      : line,
  );
}
