// Settings of an arm for tests of every room: what the smallest scenario means, so that a new setting with a
// default needs no word here.
import { present } from '../../src/base/assert.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { RecipeSettings, Settings } from '../../src/scenario/scenario.js';
import { smallest, vocabulary } from './sample.js';

const parsed = parseScenario(smallest, vocabulary);
const [only] = parsed.ok ? parsed.scenario.arms : [];

/** The fixture that comes with driftlab. */
export const recipe: RecipeSettings = {
  name: 'discourse',
  fixture: 'recipes/discourse',
  mirror: null,
  upstream: null,
  base: '0.7.0+3.3.1',
  head: 'upgrade-0.9.0',
  pr: '1',
  clone: 'mirror',
};

export function settingsWith(over: Partial<Settings> = {}): Settings {
  return { ...present(only, 'arm of the smallest scenario').settings, recipe, ...over };
}
