// A plan on disk has its secrets masked: trials get them from the scenario again, or are not run.
import { LabError } from '../../base/lab-error.js';
import type { Plan } from '../../plan/plan.js';
import type { Arm, Scenario, Settings } from '../../scenario/scenario.js';
import { envsOf, withEnvs } from '../../scenario/sides.js';

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
      const restored = (env: Settings['env'], place: number): Settings['env'] =>
        Object.fromEntries(
          Object.entries(env).map(([name, kept]) => [
            name,
            kept.includes(mask) ? valueOf({ arm, name, kept, place }, origins) : kept,
          ]),
        );
      return { ...arm, settings: withEnvs(arm.settings, restored) };
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
  /** Which of the arm's variables: those of both sides, or of one. */
  readonly place: number;
}

function valueOf({ arm, name, kept, place }: Masked, origins: readonly Arm[]): string {
  const values = new Set(
    origins
      .flatMap(({ settings }) => envsOf(settings)[place]?.[name] ?? [])
      .filter((value) => mayBe(value, kept)),
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
  return JSON.stringify({ ...withEnvs(settings, () => ({})), pinned: null }, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
