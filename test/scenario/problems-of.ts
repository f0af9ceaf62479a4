// What driftlab says of the smallest scenario with more in it, for the tests of all that a scenario can name.
import { vocabulary } from '../../src/cli/vocabulary.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallest } from './sample.js';

/** Each problem as `path: message; hint`; none where it is taken. */
export function problemsOf(more: string): readonly string[] {
  const parsed = parseScenario(`${smallest}${more}\n`, vocabulary);
  return parsed.ok
    ? []
    : parsed.problems.map(({ path, message, hint }) => `${path}: ${message}; ${hint ?? ''}`);
}
