// The words of scenarios, collected from the families that define them, and the schema that editors complete
// from.
import { actions } from '../actions/index.js';
import { checks } from '../checks/index.js';
import { deployers } from '../deployers/index.js';
import { injectors } from '../injectors/index.js';
import { clones } from '../recipe/clones/index.js';
import { scenarioJsonSchema } from '../scenario/json-schema.js';
import type { Vocabulary } from '../scenario/vocabulary.js';
import { causeWords, outcomeWords } from '../verdict/words.js';

export const vocabulary: Vocabulary = {
  deployers: Object.values(deployers),
  clones: Object.values(clones),
  injectors: Object.values(injectors),
  actions: Object.values(actions),
  checks: Object.values(checks),
  outcomes: outcomeWords,
  causes: causeWords,
};

/** The text of `schema/scenario.schema.json`. */
export function publishedSchema(): string {
  return `${JSON.stringify(scenarioJsonSchema(vocabulary), null, 2)}\n`;
}
