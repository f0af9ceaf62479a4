// The existing engines of a plan, looked at before the campaign begins.
import { checkExisting, type ExistingCheck } from '../../engine/index.js';
import type { Plan } from '../../plan/plan.js';
import { byOwner } from '../../scenario/engines/index.js';
import { allImages } from '../../scenario/sides.js';

const lookMs = 60_000;

/** Throws with the reason why trials cannot run on one of them; nothing is put there. */
export async function checkExistingEngines(
  { arms, trials }: Pick<Plan, 'arms' | 'trials'>,
  scenarioDir: string,
): Promise<readonly ExistingCheck[]> {
  const { found } = byOwner(arms.map(({ settings }) => settings.engine));
  const engines = new Map(found.map((engine) => [JSON.stringify(engine), engine]));
  const checks: ExistingCheck[] = [];
  for (const engine of engines.values()) {
    const armsThere = arms.filter(
      ({ settings }) => JSON.stringify(settings.engine) === JSON.stringify(engine),
    );
    const there = trials.filter(({ arm }) => armsThere.some(({ name }) => name === arm));
    checks.push(
      await checkExisting(
        {
          engine,
          images: armsThere.flatMap(({ settings }) => allImages(settings)),
          scenarioDir,
          stacks: [...new Set(there.flatMap(({ runs }) => runs.map(({ stack }) => stack)))],
          loadBytes: Math.max(
            0,
            ...there.map(({ load }) =>
              load.filter(({ unit }) => unit === 'bytes').reduce((sum, { target }) => sum + target, 0),
            ),
          ),
        },
        AbortSignal.timeout(lookMs),
      ),
    );
  }
  return checks;
}
