// Scenarios for plans, from text as a person would write it.
import { createHash } from 'node:crypto';
import type { PlanOptions } from '../../src/plan/plan-trials.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { vocabulary } from '../scenario/sample.js';

export const options: PlanOptions = { hash: (text) => createHash('sha256').update(text).digest('hex') };

/** A scenario with these arms, given as YAML flow maps by name. */
export function scenarioWith(
  arms: Readonly<Record<string, string>>,
  more = 'load: [{ memory: 60..140MiB, after: 0..3s, for: 2..4s, ramp: 100..900ms }]',
): Scenario {
  const text = `scenario: sample
engine: { private: { memory: 448MiB } }
recipe: { name: discourse, fixture: f, base: 0.7.0+3.3.1, head: 7ae7b0f76efb, pr: 12 }
${more}
trials: { each: 4 }
arms: { ${Object.entries(arms)
    .map(([name, settings]) => `${name}: ${settings}`)
    .join(', ')} }
`;
  const parsed = parseScenario(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
}
