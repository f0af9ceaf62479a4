// Secrets in a scenario's env: used when trials run, masked in everything that is kept.
import { redact, secretsOf } from '../base/redact.js';
import type { Plan } from '../plan/plan.js';
import type { Arm } from '../scenario/scenario.js';

/** Every secret value that this process or the plan's apps know of. */
export function knownSecrets(plan: Plan): readonly string[] {
  return [...new Set([process.env, ...plan.arms.map((arm) => arm.settings.env)].flatMap(secretsOf))].sort((a, b) => b.length - a.length);
}

/** The plan as it is kept on disk. */
export function maskedPlan(plan: Plan): Plan {
  return { ...plan, arms: plan.arms.map(maskedArm) };
}

export function maskedArm(arm: Arm): Arm {
  const secrets = secretsOf(arm.settings.env);
  const env = Object.fromEntries(Object.entries(arm.settings.env).map(([name, value]) => [name, redact(value, secrets)]));
  return { ...arm, settings: { ...arm.settings, env } };
}
