// What each task's container took of the memory.
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import type { RunContext } from '../story/run-context.js';
import { taskInWords } from '../story/tasks.js';
import { thinned } from './thinned.js';
import type { Curve } from './lanes.js';

/** More would hide each other. */
const shown = 5;

/** In the order in which they began; of many those that took most. */
export function containerCurves(
  lines: readonly Evidence[],
  contexts: readonly RunContext[],
): readonly Curve[] {
  const samples = ofKind(lines, 'container-memory');
  const curves = [...new Set(samples.map(({ containerId }) => containerId))].flatMap(
    (id): readonly Curve[] => {
      const own = samples.filter(({ containerId }) => containerId === id);
      const [owner] = contexts.flatMap((context) =>
        context.lives
          .filter(({ containerIds }) => containerIds.includes(id))
          .map((life) => ({ name: taskInWords(context, life), tone: life.role })),
      );
      if (owner === undefined) return [];
      const points = thinned(own.map(({ atMs, usageBytes }) => [atMs, usageBytes]));
      return [{ ...owner, points, ownLimit: own.at(-1)?.limitBytes ?? null }];
    },
  );
  const largest = [...curves].sort((a, b) => peakOf(b) - peakOf(a)).slice(0, shown);
  return curves.filter((curve) => largest.includes(curve));
}

function peakOf({ points }: Curve): number {
  return Math.max(0, ...points.map(([, amount]) => amount));
}
