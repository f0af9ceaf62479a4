// Deploys that could not work, whatever the app does: compose files that are refused, an image that is
// nowhere. They fail in the same words in every trial, so two of them say all that any more would, and they
// say nothing of the upgrade.
import type { Plan } from '../../plan/plan.js';
import { outcomes, type Outcome, type RunVerdict, type Verdict } from '../../verdict/verdict.js';

export interface RefusedDeploys {
  readonly arm: string;
  /** Which deploy it was. */
  readonly step: 'base' | 'head';
  /** What the deployer said each time. */
  readonly said: string;
  /** Trials in which it was so, in launch order; at least two. */
  readonly trials: readonly string[];
}

const enough = 2;

/**
 * The first arm of which every trial that could be judged ended so, in the same words; null when there is
 * none. An arm of which just that is expected is no mistake.
 */
export function refusedDeploys(
  { arms, trials, expect }: Plan,
  verdicts: ReadonlyMap<string, Verdict>,
): RefusedDeploys | null {
  for (const { name } of arms) {
    if (expect.some((expectation) => expectation.arm === name && isMeant(expectation))) continue;
    const own = trials
      .flatMap(({ id, arm }) => (arm === name ? (verdicts.get(id) ?? []) : []))
      .filter(isJudged);
    const [first] = own;
    const words = first === undefined ? null : refusalIn(first);
    if (words === null || own.length < enough || own.some((verdict) => refusalIn(verdict) !== words))
      continue;
    const run = first?.runs[0];
    return {
      arm: name,
      step: run?.outcome === 'base-failed' ? 'base' : 'head',
      said: saidIn(run),
      trials: own.map(({ trial }) => trial),
    };
  }
  return null;
}

function isMeant({ outcome, cause }: Plan['expect'][number]): boolean {
  return (
    outcomes.some((one) => leftAsItWas[one] && outcome?.includes(one) === true) ||
    cause?.includes('deployer-error') === true
  );
}

/** A trial that was lost speaks neither for nor against. */
function isJudged({ runs }: Verdict): boolean {
  return runs.length > 0 && runs.every(({ outcome }) => outcome !== 'inconclusive');
}

/** Whether it is how a deploy ends that the deployer refused: nothing was put. */
const leftAsItWas = {
  'never-applied': true,
  'base-failed': true,
  held: false,
  mixed: false,
  'rolled-back': false,
  'rollback-failed': false,
  paused: false,
  overwritten: false,
  removed: false,
  unsettled: false,
  'failed-later': false,
  'no-op': false,
  inconclusive: false,
} as const satisfies Record<Outcome, boolean>;

/** What tells one refusal from another: the words of all runs; null when a run ended otherwise. */
function refusalIn({ runs }: Verdict): string | null {
  const refused = runs.every(
    ({ outcome, cause }) => leftAsItWas[outcome] && cause?.kind === 'deployer-error',
  );
  return refused ? runs.map((run) => `${run.outcome}: ${saidIn(run)}`).join('\n') : null;
}

function saidIn(run: RunVerdict | undefined): string {
  return run?.cause?.detail ?? '';
}
