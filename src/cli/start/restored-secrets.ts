// A plan on disk has its secrets masked: trials get them from the scenario again, or are not run.
import { LabError } from '../../base/lab-error.js';
import type { Plan } from '../../plan/plan.js';
import type { Arm, Scenario } from '../../scenario/scenario.js';

const mask = '***';

/**
 * The plan with the secret values of the scenario that it was made from. Arms that the scenario does not
 * name, such as the levels of a search or the two of an A/A check, have those of the arm that they are made
 * of. Throws `bad-input` where a value cannot be told.
 */
export function withSecrets(plan: Plan, scenario: Pick<Scenario, 'arms'>): Plan {
  return {
    ...plan,
    arms: plan.arms.map((arm) => {
      const origins = originsOf(arm, scenario.arms);
      const env = Object.fromEntries(
        Object.entries(arm.settings.env).map(([name, kept]) => [
          name,
          kept.includes(mask) ? valueOf({ arm, name, kept }, origins) : kept,
        ]),
      );
      return { ...arm, settings: { ...arm.settings, env } };
    }),
  };
}

/**
 * Arms of the scenario that it may be made of: the one of its name, else those with the same settings, else
 * all.
 */
function originsOf(arm: Arm, arms: readonly Arm[]): readonly Arm[] {
  const named = arms.filter(({ name }) => name === arm.name);
  const alike = arms.filter((other) => settingsOf(other) === settingsOf(arm));
  return [named, alike].find((found) => found.length > 0) ?? arms;
}

interface Masked {
  readonly arm: Arm;
  readonly name: string;
  readonly kept: string;
}

function valueOf({ arm, name, kept }: Masked, origins: readonly Arm[]): string {
  const values = new Set(
    origins.flatMap(({ settings }) => settings.env[name] ?? []).filter((value) => mayBe(value, kept)),
  );
  const [only] = values;
  if (only !== undefined && values.size === 1) return only;
  const why =
    values.size === 0
      ? 'the scenario has no such value any more'
      : `the scenario has ${String(values.size)} such values`;
  throw new LabError(
    'bad-input',
    `the value of ${name} in arm ${arm.name} is masked in plan.json, and ${why}`,
    { hint: 'start a new campaign with `driftlab run`: trials without their secrets would show nothing' },
  );
}

/** Whether a value would be kept so, with something masked in place of each `***`. */
function mayBe(value: string, kept: string): boolean {
  const parts = kept.split(mask).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]+')}$`).test(value);
}

/**
 * All but what is masked, or was found out only when the campaign began; the order of keys is no difference.
 */
function settingsOf({ settings }: Arm): string {
  return JSON.stringify({ ...settings, env: null, pinned: null }, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
