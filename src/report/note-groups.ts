// Of whom a note speaks: of each arm by its name, or, where factors make many, of all cells that it concerns
// at once.
import { present } from '../base/assert.js';
import type { Plan, PlannedTrial } from '../plan/plan.js';
import { rateOf } from '../statistics/rate.js';
import { spread } from '../statistics/spread.js';
import { stillDownOf } from '../statistics/summarise.js';
import type { ArmSummary, CampaignSummary } from '../statistics/summary.js';
import { isValid, type TrialResult } from '../statistics/trial-result.js';
import { sharedLevels, toldByLevels } from './shared-levels.js';
import { armInWords } from './words.js';

/** A finished trial with its place in the plan. */
export interface FinishedTrial extends TrialResult {
  readonly planned: PlannedTrial;
}

export interface NoteGroup extends Pick<ArmSummary, 'name' | 'event' | 'drift' | 'outageMs' | 'stillDown'> {
  /** Services under test. */
  readonly services: readonly string[];
  /** Finished ones, in launch order. */
  readonly trials: readonly FinishedTrial[];
  readonly planned: number;
  /** Whether it stands for several cells. */
  readonly pooled: boolean;
}

/** The arms of the campaign, and how to choose among them those that a note concerns. */
export function noteGroups(
  plan: Plan,
  { arms }: CampaignSummary,
  finished: readonly FinishedTrial[],
): (concerns: (group: NoteGroup) => boolean) => readonly NoteGroup[] {
  const pooling = toldByLevels(arms);
  const each = arms.map((arm): NoteGroup & Pick<ArmSummary, 'factors'> => ({
    name: armInWords(arm.name),
    factors: arm.factors,
    event: arm.event,
    drift: arm.drift,
    outageMs: arm.outageMs,
    stillDown: arm.stillDown,
    services: [
      present(
        plan.arms.find(({ name }) => name === arm.name),
        `arm ${arm.name}`,
      ).settings.service,
    ],
    trials: finished.filter((trial) => trial.arm === arm.name),
    planned: arm.trials.planned,
    pooled: false,
  }));
  return (concerns) => {
    const concerned = each.filter(concerns);
    return pooling && concerned.length > 0
      ? [pooled(sharedLevels(concerned, arms), concerned, { count: plan.count, finished })]
      : concerned;
  };
}

/** Why a trial ended so, with what the engine said, where the reason does not say it. */
export function reasonOf({ run }: FinishedTrial): string {
  const reason = (run?.reason ?? 'no run was judged').replace(/\.$/, '');
  const detail = (run?.cause?.detail ?? '').replace(/\s+/g, ' ').trim();
  return detail === '' || reason.includes(detail) ? reason : `${reason}: ${detail}`;
}

interface Pooling {
  readonly count: Plan['count'];
  readonly finished: readonly FinishedTrial[];
}

function pooled(name: string, cells: readonly NoteGroup[], { count, finished }: Pooling): NoteGroup {
  const names = new Set(cells.map((cell) => cell.name));
  const trials = finished.filter(({ arm }) => names.has(arm));
  const sum = (of: (cell: NoteGroup) => number): number => cells.reduce((total, cell) => total + of(cell), 0);
  const event = rateOf(
    sum(({ event: own }) => own?.k ?? 0),
    sum(({ event: own }) => own?.n ?? 0),
  );
  const valid = trials.filter(isValid);
  return {
    name,
    services: [...new Set(cells.flatMap(({ services }) => services))],
    event: event === null ? null : { count, ...event },
    drift: rateOf(
      sum(({ drift }) => drift?.k ?? 0),
      sum(({ drift }) => drift?.n ?? 0),
    ),
    outageMs: spread(valid.flatMap(({ outageMs }) => outageMs ?? [])),
    stillDown: stillDownOf(valid),
    trials,
    planned: sum(({ planned }) => planned),
    pooled: true,
  };
}
