// What the checks of the scenario said, and what that was worth.
import { ofKind } from '../../evidence/timeline.js';
import type { RunVerdict } from '../../verdict/verdict.js';
import { momentOf, type Moment } from './moment.js';
import type { RunContext } from './run-context.js';

/** One moment for each, when it ended. */
export function checkMoments({ lines, run }: RunContext, verdict: RunVerdict | null): readonly Moment[] {
  return ofKind(lines, 'check')
    .filter((line) => line.mark === 'end' && line.run === run.run)
    .map(({ seq, atMs, name, answer, failure }) => {
      const judgement = verdict?.checks?.find((check) => check.name === name)?.judgement ?? null;
      const worth = judgement === null ? '' : ` (${judgement.replace('-', ' ')})`;
      const text = answer === null ? `gave no answer: ${failure ?? ''}` : `said ${answer}${worth}`;
      return momentOf('check', atMs, `check ${name} ${text}`, { lines: [seq] });
    });
}
