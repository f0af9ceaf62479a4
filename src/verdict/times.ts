// How long each phase and step took, in milliseconds.
import type { Evidence } from '../evidence/evidence.js';
import { phases } from '../evidence/fact.js';
import { deployOf, ofKind } from '../evidence/timeline.js';
import type { Story } from './story.js';

const terminal: ReadonlySet<string> = new Set([
  'completed',
  'paused',
  'rollback_completed',
  'rollback_paused',
]);

/**
 * `engineMs` … `destroyMs` for phases; `baseDeployMs`, `upgradeDeployMs`; and how long base and update took
 * to stand.
 */
export function timesOf(
  evidence: readonly Evidence[],
  run: string,
  story: Story | null,
): Readonly<Record<string, number>> {
  const times: Record<string, number> = {};
  const note = (name: string, fromMs: number | undefined, toMs: number | null | undefined): void => {
    if (fromMs !== undefined && toMs != null && toMs >= fromMs) times[name] = Math.round(toMs - fromMs);
  };
  for (const phase of phases) {
    const marks = ofKind(evidence, 'phase').filter((line) => line.phase === phase);
    note(
      `${phase}Ms`,
      marks.find(({ mark }) => mark === 'begin')?.atMs,
      marks.findLast(({ mark }) => mark === 'end')?.atMs,
    );
  }
  for (const step of ['base', 'upgrade'] as const) {
    note(
      `${step}DeployMs`,
      deployOf(evidence, run, step, 'begin')?.atMs,
      deployOf(evidence, run, step, 'end')?.atMs,
    );
  }
  note('baseConvergedMs', deployOf(evidence, run, 'base', 'begin')?.atMs, story?.baseConvergedMs);
  const decided = story?.sightings.find(
    ({ update, seq }) => seq >= (story.headSeen?.seq ?? 0) && terminal.has(update?.state ?? ''),
  );
  note('updateDecidedMs', story?.headSeen?.atMs, decided?.atMs);
  return times;
}
