// When a campaign stops because the lab cannot work: a full temporary folder, an engine that does not boot.
// More launches would be lost too.
import type { Plan } from '../../plan/plan.js';
import type { Verdict } from '../../verdict/verdict.js';
import { lossOf, type LostAttempts } from '../trial-result.js';

const tooMany = 3;

/**
 * Why the campaign is to stop: the last launches, in launch order, were all lost by a fault of the lab or its
 * engine. Null to go on.
 */
export function lostInARow(
  { trials }: Pick<Plan, 'trials'>,
  verdicts: ReadonlyMap<string, Verdict>,
  lost: LostAttempts = new Map(),
): string | null {
  const ended = trials
    .flatMap(({ id }) => [...(lost.get(id) ?? []), verdicts.get(id)])
    .filter((verdict) => verdict !== undefined);
  const last = ended.slice(-tooMany);
  const [newest] = last.slice(-1);
  if (newest === undefined || last.length < tooMany || !last.every(isByLab)) return null;
  return `the lab lost ${String(tooMany)} launches in a row, the last because ${lossOf(newest)}`;
}

function isByLab({ runs }: Verdict): boolean {
  return runs.some(({ invalid }) => invalid === 'lab');
}
