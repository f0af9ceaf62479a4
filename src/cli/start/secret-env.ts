// Secrets of a campaign: used when trials run, masked in everything that is kept.
import { createMask, maskedEnv, type Mask } from '../../base/secrets/index.js';
import type { Plan } from '../../plan/plan.js';
import type { Settings } from '../../scenario/scenario.js';
import { allImages, envsOf, withEnvs } from '../../scenario/sides.js';

/** Takes out every secret that this process or the apps of any arm know of. */
export function maskOf(plan: Plan): Mask {
  const names = namesOf(plan);
  return createMask({
    envs: [process.env, ...plan.arms.flatMap((arm) => envsOf(arm.settings))],
    names,
    kept: namesInUse(plan),
  });
}

/** The plan as it is kept on disk. */
export function maskedPlan(plan: Plan, mask: Mask): Plan {
  const names = namesOf(plan);
  return {
    ...plan,
    arms: plan.arms.map((arm) => ({
      ...arm,
      settings: withEnvs(arm.settings, (env) => maskedEnv(env, mask, names)),
    })),
  };
}

/** Variables that the scenario itself calls secret, in whichever arm. */
function namesOf({ arms }: Plan): readonly string[] {
  return [...new Set(arms.flatMap(({ settings }) => settings.secrets))];
}

/** What the lab calls things by, and judges by. */
function namesInUse({ scenario, arms, trials }: Plan): readonly string[] {
  return [
    ...new Set([
      scenario,
      ...arms.flatMap(({ name, settings }) => [name, ...namesIn(settings)]),
      ...trials.flatMap(({ runs }) => runs.flatMap(({ stack, domain }) => [stack, domain])),
    ]),
  ];
}

function namesIn(settings: Settings): readonly string[] {
  const { recipe, service, judged, deployer, pinned } = settings;
  return [
    recipe.name,
    recipe.base,
    recipe.head,
    service,
    deployer,
    ...(judged ?? []),
    ...allImages(settings).map(({ tag }) => tag),
    ...(pinned === null ? [] : [pinned.base, pinned.head]),
  ];
}
