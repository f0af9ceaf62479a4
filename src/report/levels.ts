// How far a trial, an arm and a campaign got on the ladder that test harnesses of recipes climb: installed,
// upgraded, and rungs that this lab never tries. It never says more than was shown.
import type { Plan } from '../plan/plan.js';
import type { CampaignSummary } from '../statistics/summary.js';
import { isMoreThanAFifth } from '../statistics/stop/validity.js';
import type { StripMark } from './mark-signs.js';
import type { TrialRow } from './trial-rows.js';

/** From the lowest rung to the highest; the n-th makes level n, from 1. */
const rungs = ['install', 'upgrade', 'backup', 'functional', 'lint'] as const;
type Rung = (typeof rungs)[number];

/** `skip`: it does not apply. `unverified`: it should have been shown, and was not. */
export type Stage = 'pass' | 'fail' | 'skip' | 'unverified';
export type Stages = Readonly<Record<Rung, Stage>>;

export interface Level {
  /** The highest rung that passed with every rung below it passed or skipped; 0 for none. */
  readonly level: number;
  readonly stages: Stages;
}

export interface CampaignLevels extends Level {
  readonly arms: readonly (Level & { readonly name: string })[];
  /** In launch order. */
  readonly trials: readonly (Level & { readonly trial: string; readonly arm: string })[];
}

/**
 * A rung of an arm fails with one trial in which it failed, and passes when no more than a fifth of the
 * trials do not say and nothing of the campaign is left to do. A rung of the campaign is as good as its worst
 * arm's.
 */
export function levelsOf(
  { arms: planned }: Pick<Plan, 'arms'>,
  summary: CampaignSummary,
  rows: readonly TrialRow[],
): CampaignLevels {
  const probes = new Set(
    planned.filter(({ settings }) => settings.stopAt === 'stamp').map(({ name }) => name),
  );
  const trials = rows.map(({ trial, arm, mark }) => ({
    trial,
    arm,
    ...levelOf(probes.has(arm) ? [null, null] : shownBy[mark]),
  }));
  const isWhole = summary.state === 'complete' && summary.halted === null && summary.refused === undefined;
  const arms = summary.arms.map(({ name }) => {
    const own = trials.filter(({ arm }) => arm === name);
    const shown = (rung: Rung): Stage =>
      overTrials(
        own.map(({ stages }) => stages[rung]),
        isWhole,
      );
    return { name, ...levelOf(probes.has(name) ? [null, null] : [shown('install'), shown('upgrade')]) };
  });
  const worst = (rung: Rung): Stage => worstOf(arms.map(({ stages }) => stages[rung]));
  return { ...levelOf([worst('install'), worst('upgrade')]), arms, trials };
}

/** Whether a trial's base stood, and whether its upgrade held, by its mark; null: not what it was about. */
const shownBy: Readonly<Record<StripMark, readonly [install: Stage | null, upgrade: Stage | null]>> = {
  h: ['pass', 'pass'],
  d: ['pass', 'fail'],
  x: ['pass', 'fail'],
  n: ['pass', null],
  b: ['fail', 'unverified'],
  '?': ['unverified', 'unverified'],
  '.': ['unverified', 'unverified'],
};

function levelOf([install, upgrade]: readonly [Stage | null, Stage | null]): Level {
  const stages: Stages = {
    install: install ?? 'skip',
    upgrade: upgrade ?? 'skip',
    backup: 'skip',
    functional: 'skip',
    lint: 'skip',
  };
  const stopped = rungs.findIndex((rung) => stages[rung] === 'fail' || stages[rung] === 'unverified');
  const climbed = stopped === -1 ? rungs : rungs.slice(0, stopped);
  return { level: climbed.findLastIndex((rung) => stages[rung] === 'pass') + 1, stages };
}

function overTrials(all: readonly Stage[], isWhole: boolean): Stage {
  if (all.includes('fail')) return 'fail';
  const told = all.filter((stage) => stage !== 'skip');
  if (told.length === 0) return all.length === 0 ? 'unverified' : 'skip';
  const open = told.filter((stage) => stage === 'unverified').length;
  return isWhole && open < told.length && !isMoreThanAFifth(open, told.length) ? 'pass' : 'unverified';
}

function worstOf(all: readonly Stage[]): Stage {
  const order: readonly Stage[] = ['fail', 'unverified', 'pass'];
  return order.find((stage) => all.includes(stage)) ?? 'skip';
}
