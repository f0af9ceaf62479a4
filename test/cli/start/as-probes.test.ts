// A scenario as stamp probes: what a probe has no time for is left out, wherever the scenario says it.
import { expect, it } from 'vitest';
import { present } from '../../../src/base/assert.js';
import { asProbes } from '../../../src/cli/start/as-probes.js';
import { vocabulary } from '../../../src/cli/vocabulary.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario, Settings } from '../../../src/scenario/scenario.js';

function scenarioOf(text: string): Scenario {
  const parsed = parseScenario(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario;
}

const settingsOf = ({ arms: [arm] }: Scenario): Settings => present(arm, 'arm').settings;

const plain = `
scenario: whole
engine: { private: { memory: 1GiB } }
recipe: { name: demo, fixture: recipes/demo, base: 1.0.0, head: next }
deployer: abra
`;
const whole = `${plain}
images: [{ tag: both:1, build: images/both }]
base: { images: [{ tag: base:1, build: images/base }], overlays: [overlays/base.yml] }
head: { images: [{ tag: both:1, build: images/head }], env: { COLOUR: red } }
neighbours: [neighbours/other.yml]
load: [{ memory: 10MiB, during: upgrade }]
actions: [{ scale: { replicas: 2 }, at: deployed }]
steps: { after-base: ./seed.sh }
checks: { guard: builtin }
state: kept
`;

it('leaves nothing that would have to be built, loaded, done or asked, of both sides or of one', () => {
  const settings = settingsOf(asProbes(scenarioOf(whole)));
  expect(settings).toMatchObject({ images: [], load: [], neighbours: [], actions: [], steps: null });
  expect(settings).not.toHaveProperty('checks');
  expect(settings).not.toHaveProperty('state');
  expect(settings.sides).toMatchObject({ base: { images: [] }, head: { images: [] } });
});

it('keeps what makes the trees and what the deployer is told', () => {
  const settings = settingsOf(asProbes(scenarioOf(whole)));
  expect(settings.sides).toMatchObject({
    base: { overlays: ['overlays/base.yml'] },
    head: { env: { COLOUR: 'red' } },
  });
});

it('makes of it what the same scenario with stop-at and without all this means', () => {
  const { stopAt, ...settings } = settingsOf(asProbes(scenarioOf(plain)));
  expect(stopAt).toBe('stamp');
  expect({ ...settings, stopAt }).toEqual(settingsOf(scenarioOf(`${plain}stop-at: stamp\n`)));
});

it('leaves an arm that is a probe as it is', () => {
  const probe = scenarioOf(`${plain}stop-at: stamp\ncheckouts: 2\n`);
  expect(asProbes(probe).arms).toEqual(probe.arms);
});
