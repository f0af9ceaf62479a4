// The words of scenarios, collected from the families that define them, and the schema that editors complete
// from.
import { actions } from '../actions/index.js';
import { checks } from '../checks/index.js';
import { deployers } from '../deployers/index.js';
import { injectors } from '../injectors/index.js';
import { cloneWords } from '../recipe/clones/index.js';
import { scenarioJsonSchema } from '../scenario/json-schema.js';
import type { Vocabulary, Word } from '../scenario/vocabulary.js';
import { causeWords, outcomeWords } from '../verdict/index.js';

export const vocabulary: Vocabulary = {
  deployers: Object.values(deployers).map(wordOf),
  clones: cloneWords,
  injectors: Object.values(injectors).map(({ name, summary, unit, band, varies }) => ({
    name,
    summary,
    unit,
    band,
    varies,
  })),
  actions: Object.values(actions),
  checks: Object.values(checks),
  outcomes: outcomeWords,
  causes: causeWords,
};

/** The text of `schema/scenario.schema.json`. */
export function publishedSchema(): string {
  return `${JSON.stringify(scenarioJsonSchema(vocabulary), null, 2)}\n`;
}

function wordOf({ name, summary }: Word): Word {
  return { name, summary };
}
