// What of a campaign's files cannot be read, or is not there though it must have been: said in the report, in
// whatever format, beside what the rest shows.
import { existsSync } from 'node:fs';
import { ofKind } from '../../evidence/timeline.js';
import { holderOf, isDamaged } from '../../store/index.js';
import type { Verdict } from '../../verdict/index.js';
import { readEvidence, type StoredCampaign } from './campaign-store.js';

/**
 * A sentence each. `verdicts`: those of all trials that ended. Of those the reason of an inconclusive verdict
 * says what was lost. A trial that was interrupted in order lacks nothing.
 */
export function damageOf(
  { files, plan }: Pick<StoredCampaign, 'files' | 'plan'>,
  verdicts: ReadonlyMap<string, Verdict>,
): readonly string[] {
  const runs = holderOf(files)?.works === true;
  const left = plan.trials.map(({ id }) => id).filter((id) => !verdicts.has(id));
  return [
    ...(!runs && isDamaged(files.summary)
      ? ['summary.json is damaged: what is said here was worked out from the evidence.']
      : []),
    ...left.flatMap((id): readonly string[] => {
      const journal = readEvidence(files, id);
      if (journal === null)
        return existsSync(files.trial(id).verdict)
          ? [`Trial ${id} counts as not run: there is a verdict and no evidence.`]
          : [];
      const [problem] = journal.problems;
      const ended = ofKind(journal.lines, 'trial-end').length > 0;
      if (ended || (runs && (problem === undefined || problem.kind === 'torn'))) return [];
      const why = problem === undefined ? '' : `: ${problem.detail}`;
      return [`Trial ${id} counts as not run: its evidence has no end${why}.`];
    }),
  ];
}
