// What members of a family need of the kernel, tried before anything boots.
import { LabError } from '../../base/lab-error.js';
import { actions as actionFamily } from '../../actions/index.js';
import { lackOf } from '../../engine/index.js';
import { injectors } from '../../injectors/index.js';
import type { Member } from '../../scenario/definition.js';
import type { Arm } from '../../scenario/scenario.js';

/** Throws `missing-tool` that names the member and what this machine lacks for it. */
export async function requireKernel(arms: readonly Pick<Arm, 'settings'>[]): Promise<void> {
  const used = new Set(arms.flatMap(({ settings }) => membersOf(settings)));
  for (const { name, needs } of used) {
    for (const need of needs) {
      const lack = need.kind === 'kernel' ? await lackOf(need.feature) : null;
      if (need.kind === 'kernel' && lack !== null)
        throw new LabError('missing-tool', `this machine cannot do what ${name} needs: ${lack}`, {
          hint: 'Use a kernel that has it, or leave it out of the scenario; `driftlab doctor` says what is there.',
        });
    }
  }
}

function membersOf({ load, actions }: Arm['settings']): readonly Member[] {
  return [
    ...load.flatMap(({ injector }) => injectors[injector] ?? []),
    ...actions.flatMap(({ action }) => actionFamily[action] ?? []),
  ];
}
