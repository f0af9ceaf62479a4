// The reason of a run in words: what its own finding says, and what else was there that a reader has to know.
import type { Evidence } from '../evidence/evidence.js';
import { actionsInWords } from './actions.js';
import { brokenBeforeInWords } from './broken-before.js';
import { checksBeside } from './checks.js';
import { stepsInWords } from './own-steps.js';
import { passagesInWords, type Chain } from './passages.js';
import type { JudgedTrial } from '../plan/plan.js';
import { starvedUnderLoad } from './starvation.js';
import { isWell, standingOf } from './standing.js';
import type { Finding, Story } from './story.js';
import type { Judged } from './whole-run.js';

export interface Found {
  readonly spec: JudgedTrial;
  /** All of the trial, up to its end. */
  readonly lines: readonly Evidence[];
  readonly chain: Chain;
  readonly finding: Finding;
  readonly stories: readonly Story[];
  readonly services: readonly Judged[];
}

/** Of a trial that can tell something. */
export function reasonInWords({ spec, lines, chain, finding, stories, services }: Found): string {
  return [
    finding.reason,
    ...brokenBeforeInWords(stories),
    ...actionsInWords(chain.lines),
    ...checksBeside(chain.lines, finding.cause),
    ...stepsInWords(chain.lines, chain.run),
    ...passagesInWords(chain),
    ...besides(services.slice(1), finding),
    ...starvedAllTheSame(spec, lines),
  ].join('; ');
}

/** What would have made it inconclusive, had the scenario not asked for a verdict. */
function starvedAllTheSame(spec: JudgedTrial, lines: readonly Evidence[]): readonly string[] {
  const why = spec.settings.judgeStarved ? starvedUnderLoad(spec, lines) : null;
  return why === null ? [] : [why];
}

/**
 * Side services that did not hold, and what else is worth saying of one, by name; not what the run's own
 * finding says already.
 */
function besides(sides: readonly Judged[], whole: Finding): readonly string[] {
  return sides.flatMap(({ service, finding: { outcome, reason, remark = null } }) => [
    ...(isWell(outcome) ||
    standingOf(outcome) === 'untried' ||
    whole.reason.includes(`${service}, which counts too`)
      ? []
      : [`beside it, ${service} ended ${outcome}: ${reason}`]),
    ...(remark === null ? [] : [`of ${service}: ${remark}`]),
  ]);
}
