// The programs of the author's own that a scenario names: what deploys, checks, and commands between phases.
import { existsSync } from 'node:fs';
import { normalize, resolve } from 'node:path';
import { checks as checkFamily } from '../../checks/index.js';
import { deployers, requireStep } from '../../deployers/index.js';
import type { Arm, Settings } from '../../scenario/scenario.js';

/** One for each program; it throws `missing-tool` where that is missing, as far as there is no tree yet. */
export function programNeeds(
  { settings }: Pick<Arm, 'settings'>,
  scenarioDir: string,
): readonly (() => void)[] {
  const { checks = [], steps, deployer } = settings;
  return [
    ...checks.map(
      ({ check, options }) =>
        () =>
          checkFamily[check]?.requires(options, scenarioDir),
    ),
    ...[steps?.afterBase, steps?.afterHead].flatMap((words) =>
      words == null
        ? []
        : [
            () => {
              requireStep(words, scenarioDir);
            },
          ],
    ),
    ...(deploysByOwnProgram(settings)
      ? [() => deployers[deployer]?.requires?.({ settings, scenarioDir })]
      : []),
  ];
}

/**
 * A sentence for each program by a path that neither the scenario's folder nor base or head has. A deploy of
 * the author's own may make a program in the tree, as for a check after it; its own must be there.
 */
export function programsNowhere(
  settings: Settings,
  { scenarioDir, paths }: { readonly scenarioDir: string; readonly paths: readonly ReadonlySet<string>[] },
): readonly string[] {
  const { checks = [], steps, deployer, deployment } = settings;
  const deploying = deployers[deployer]?.programs?.(deployment.options) ?? [];
  const later = [
    ...checks.flatMap(({ check, options }) => checkFamily[check]?.programs(options) ?? []),
    ...[steps?.afterBase, steps?.afterHead].flatMap((words) => words?.slice(0, 1) ?? []),
  ];
  return (deploying.length > 0 ? deploying : later)
    .filter((program) => program.includes('/') && !existsSync(resolve(scenarioDir, program)))
    .filter((program) => !paths.some((names) => names.has(normalize(program))))
    .map(
      (program) =>
        `there is no program ${program}: a path is looked for in the scenario's folder, and then in the ` +
        "recipe's tree, where neither base nor head has it",
    );
}

/** Whether a command of the author's deploys. */
export function deploysByOwnProgram({ deployer, deployment }: Settings): boolean {
  return (deployers[deployer]?.programs?.(deployment.options) ?? []).length > 0;
}
