// Loads other than memory, which stands in the lane of memory: what each was to reach, and what was measured.
import { formatAmount } from '../../base/units.js';
import type { Evidence } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import { thinned } from './thinned.js';
import type { CurveLane } from './lanes.js';

export function loadLanes(lines: readonly Evidence[]): readonly CurveLane[] {
  const loads = ofKind(lines, 'load').filter(({ unit }) => unit !== 'bytes');
  return [...new Set(loads.map(({ index }) => index))].flatMap((index): readonly CurveLane[] => {
    const own = loads.filter((line) => line.index === index);
    const [first] = own;
    const measured = own.flatMap(({ atMs, achieved }) =>
      achieved === null ? [] : [[atMs, achieved] as const],
    );
    if (first === undefined || measured.length === 0) return [];
    const { injector, unit, target } = first;
    return [
      {
        kind: 'curves',
        name: `${injector} load`,
        unit,
        limit: { amount: target, label: `asked ${formatAmount(target, unit)}` },
        curves: [{ name: `${injector} load`, tone: 'other', points: thinned(measured) }],
        marks: [],
      },
    ];
  });
}
