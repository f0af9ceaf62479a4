// What base and head are, in the plan: every trial of the campaign checks these commits out, whatever becomes
// of their names.
import type { Plan } from '../../plan/plan.js';
import type { PinnedCommits } from '../../scenario/scenario.js';

/** `commits`: arm -> what its base and head are. What was pinned before stays. */
export function pinnedPlan(plan: Plan, commits: ReadonlyMap<string, PinnedCommits>): Plan {
  return {
    ...plan,
    arms: plan.arms.map((arm) => ({
      ...arm,
      settings: { ...arm.settings, pinned: arm.settings.pinned ?? commits.get(arm.name) ?? null },
    })),
  };
}

/** Arm -> what its base and head are, of a plan that is pinned. */
export function pinsOf({ arms }: Pick<Plan, 'arms'>): ReadonlyMap<string, PinnedCommits> {
  return new Map(
    arms.flatMap(({ name, settings: { pinned } }) => (pinned === null ? [] : [[name, pinned] as const])),
  );
}
