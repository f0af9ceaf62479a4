// A search as a scenario: the searched arm once for each level of its load, evenly spaced.
import { present } from '../base/assert.js';
import { formatBytes } from '../base/units.js';
import type { Arm, Scenario, Search } from '../scenario/scenario.js';
import type { ThresholdRule } from './stop-rule.js';

/** One trial in so many is run at the lowest level, to see whether the machine has changed. */
const anchorEvery = 10;
/** The width of the answer, in level steps, at which it is good enough. */
const widthTarget = 1.5;

/** The scenario with an arm a level, and the rule by which the campaign goes on. */
export function searched(
  scenario: Scenario,
  search: Search,
  hash: (text: string) => string,
): { readonly scenario: Scenario; readonly rule: ThresholdRule } {
  const arm = present(
    scenario.arms.find(({ name }) => name === search.arm),
    `arm ${search.arm}`,
  );
  const amounts = Array.from({ length: search.levels }, (_, level) =>
    Math.round(search.over.low + (level * (search.over.high - search.over.low)) / (search.levels - 1)),
  );
  const levels = amounts.map((amount) => ({ arm: nameOf(amount), amount }));
  const { trialsMax } = search;
  return {
    scenario: {
      ...scenario,
      arms: levels.map((level) => atLevel(arm, search.injector, level)),
      loadPlaces: new Map(),
      until: null,
      expect: [],
    },
    rule: {
      question: 'half-fails',
      of: arm.name,
      injector: search.injector,
      levels,
      trialsMax,
      widthTarget,
      anchorEvery,
      sha256: hash(JSON.stringify([levels, trialsMax, widthTarget, anchorEvery])),
    },
  };
}

function nameOf(amount: number): string {
  return `at-${formatBytes(amount).replace(' ', '')}`;
}

function atLevel(
  { settings }: Arm,
  injector: string,
  { arm, amount }: { readonly arm: string; readonly amount: number },
): Arm {
  const load = settings.load.map((one) =>
    one.injector === injector ? { ...one, amount: { low: amount, high: amount } } : one,
  );
  return { name: arm, factors: { arm }, settings: { ...settings, load } };
}
