// The programs of the author's own that a scenario names: what deploys, checks, and commands between phases.
import { LabError } from '../../base/lab-error.js';
import { checks as checkFamily } from '../../checks/index.js';
import { deployers, requireSteps } from '../../deployers/index.js';
import type { Arm, Settings } from '../../scenario/scenario.js';

/** Throws `missing-tool` where one is missing, as far as that can be known before there is a tree. */
export function requirePrograms({ settings }: Pick<Arm, 'settings'>, scenarioDir: string): void {
  for (const { check, options } of settings.checks ?? []) checkFamily[check]?.requires(options, scenarioDir);
  requireSteps({ settings, scenarioDir });
  if (deploysByOwnProgram(settings)) deployers[settings.deployer]?.requires?.({ settings, scenarioDir });
}

/** Whether a command of the author's deploys. */
export function deploysByOwnProgram({ deployer, deployment }: Settings): boolean {
  return (deployers[deployer]?.programs?.(deployment.options) ?? []).length > 0;
}

/** A sentence for each arm in which one is missing. */
export function programProblems(arms: readonly Arm[], scenarioDir: string): readonly string[] {
  return [
    ...new Set(
      arms.flatMap((arm) => {
        try {
          requirePrograms(arm, scenarioDir);
          return [];
        } catch (error) {
          if (!(error instanceof LabError) || error.code !== 'missing-tool') throw error;
          return [error.hint === null ? error.message : `${error.message} (${error.hint})`];
        }
      }),
    ),
  ];
}
