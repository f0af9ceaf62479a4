// A scenario as stamp probes: the same trees and the same deployer, stopped when the stamp is known.
import { LabError } from '../../base/lab-error.js';
import { deployers } from '../../deployers/index.js';
import type { Arm, RecipeSettings, Scenario, Settings } from '../../scenario/scenario.js';

/**
 * Every arm as a probe. What a scenario expects of whole upgrades is left out; of a probe no drift is
 * expected unless it says more, or others check out in its tree.
 */
export function asProbes(scenario: Scenario): Scenario {
  const probing = scenario.arms.filter(({ settings }) => settings.stopAt === 'stamp').map(({ name }) => name);
  const expect = scenario.expect.filter(({ arm }) => probing.includes(arm));
  const unsaid = scenario.arms.filter(
    ({ name, settings }) => settings.checkouts === 0 && !expect.some(({ arm }) => arm === name),
  );
  return {
    ...scenario,
    arms: scenario.arms.map(asProbe),
    expect: [
      ...expect,
      ...unsaid.map(
        ({ name }) => ({ arm: name, drift: 'none', outcome: null, cause: null, victim: null }) as const,
      ),
    ],
  };
}

function asProbe(arm: Arm): Arm {
  const { name, settings } = arm;
  if (settings.stopAt === 'stamp') return arm;
  if (deployers[settings.deployer]?.saysStamp === true) return { ...arm, settings: untilTheStamp(settings) };
  const speaking = Object.values(deployers).find(({ saysStamp }) => saysStamp === true)?.name ?? 'none';
  throw new LabError('bad-input', `the arm ${name} deploys by ${settings.deployer}, which cannot be probed`, {
    hint:
      `a stamp probe reads what ${speaking} says before it deploys: give the arm ` +
      `\`deployer: ${speaking}\`, or choose others by --arm`,
  });
}

/** Without what a probe has no time or no engine for: it deploys nothing, and none of this could be done. */
function untilTheStamp(settings: Settings): Settings {
  const { sides, stacks } = settings;
  const recipe: { -readonly [Key in keyof RecipeSettings]: RecipeSettings[Key] } = { ...settings.recipe };
  delete recipe.through;
  const probe: { -readonly [Key in keyof Settings]: Settings[Key] } = {
    ...settings,
    recipe,
    stopAt: 'stamp',
    load: [],
    images: [],
    neighbours: [],
    actions: [],
    steps: null,
    stacks: { ...stacks, share: 'none', lock: 'none' },
    ...(sides === undefined
      ? {}
      : { sides: { base: { ...sides.base, images: [] }, head: { ...sides.head, images: [] } } }),
  };
  delete probe.state;
  delete probe.checks;
  return probe;
}
