import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onEngine } from '../../../src/cli/engines/engine-option.js';
import { programsOf } from '../../../src/cli/engines/engine-programs.js';
import { vocabulary } from '../../../src/cli/vocabulary.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario } from '../../../src/scenario/scenario.js';

function scenarioWith(arms: string): Scenario {
  const parsed = parseScenario(
    `
scenario: engines
engine: { private: { memory: 448MiB, programs: ../engines/28.5.2 } }
recipe: { name: discourse, fixture: f, base: 0.7.0+3.3.1, head: x }
arms: ${arms}
`,
    vocabulary,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
}

describe('the programs of private engines', () => {
  it('are one more thing in which arms may differ, each folder beside the scenario', () => {
    const { arms } = scenarioWith(
      '{ newer: {}, newest: { engine: { private: { programs: /engines/29 } } }, there: { engine: { ' +
        'existing: { context: mine } } } }',
    );
    expect(programsOf(arms, '/lab/scenarios')).toEqual(['/lab/engines/28.5.2', '/engines/29']);
  });

  it('are for every arm what the command line says, beside the folder that it was called in', () => {
    const scenario = onEngine(
      scenarioWith('{ one: {}, two: { engine: { private: { programs: other } } } }'),
      { programs: 'here' },
    );
    expect(programsOf(scenario.arms, '/lab/scenarios')).toEqual([resolve('here')]);
  });

  it('are none of an engine that is there already', () => {
    const there = scenarioWith('{ there: { engine: { existing: { context: mine } } } }');
    expect(programsOf(there.arms, '/lab')).toEqual([]);
    expect(() => onEngine(there, { programs: 'here' })).toThrow('--programs is for private engines');
    expect(() => onEngine(scenarioWith('{ one: {} }'), { programs: 'here', engine: 'mine' })).toThrow(
      '--programs is for private engines',
    );
  });
});
