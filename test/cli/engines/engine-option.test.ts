// A scenario on an engine that exists already: what it cannot have there is refused as if it had said so itself.
import { expect, it } from 'vitest';
import { onEngine } from '../../../src/cli/engines/engine-option.js';
import { vocabulary } from '../../../src/cli/vocabulary.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import { smallest } from '../../scenario/sample.js';

function scenarioOf(more: string): Scenario {
  const parsed = parseScenario(`${smallest}${more}\n`, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
}

const where = { engine: 'my-server' };

it.each([
  ['kept volumes', 'state: kept', 'volumes are kept on private engines only'],
  ['filled volumes', 'state: { copy-of: data }', 'nothing is put into volumes of an existing engine'],
  [
    'tags that mean two images',
    'images: [{ tag: "a:1", build: one }]\nhead: { images: [{ tag: "a:1", build: two }] }',
    'a:1',
  ],
  ['neighbours', 'neighbours: [stacks/other.yml]', 'neighbours stand on private engines only'],
  ['stamp probes', 'deployer: abra\nstop-at: stamp', 'a stamp probe needs no existing engine'],
  ['restarts of its daemon', 'actions: [{ restart-daemon: {}, at: deployed }]', 'restart-daemon'],
])('%s are refused', (_, more, said) => {
  const scenario = scenarioOf(more);
  expect(() => onEngine(scenario, where)).toThrow(
    expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(said) as string }),
  );
  expect(onEngine(scenario, {})).toBe(scenario);
});

it('what it may have there is put there, arm by arm', () => {
  const { arms } = onEngine(scenarioOf('arms: { a: {}, b: { env: { X: 1 } } }'), where);
  expect(arms.map(({ settings }) => settings.engine)).toEqual(
    arms.map(() => ({ kind: 'existing', by: 'context', at: 'my-server', shared: false, socket: false })),
  );
});

it('all that does not go with it is told at once', () => {
  const more = 'state: kept\nneighbours: [stacks/other.yml]';
  expect(() => onEngine(scenarioOf(more), where)).toThrow(/neighbours stand .*; volumes are kept/);
});
