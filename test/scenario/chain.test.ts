// Chains of versions as a scenario writes them.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { RecipeSettings } from '../../src/scenario/scenario.js';
import { smallest, vocabulary } from './sample.js';

const withRecipe = (recipe: string, more = ''): string =>
  `scenario: chain\nengine: { private: { memory: 1GiB } }\nrecipe: { name: demo, fixture: f, ${recipe} }\n${more}`;

function recipeOf(text: string): RecipeSettings {
  const parsed = parseScenario(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return present(parsed.scenario.arms[0], 'arm').settings.recipe;
}

describe('then', () => {
  it('makes the last version the one under test, and the others what is gone through', () => {
    expect(recipeOf(withRecipe('base: v1, head: v2, then: [v3]'))).toMatchObject({
      head: 'v3',
      through: ['v2'],
    });
    expect(recipeOf(withRecipe('base: v1, head: v2, then: [v3, v4]'))).toMatchObject({
      head: 'v4',
      through: ['v2', 'v3'],
    });
    expect(recipeOf(withRecipe('base: v1, head: v2, then: [v1]'))).toMatchObject({
      head: 'v1',
      through: ['v2'],
    });
  });

  it('left out, or empty, leaves a recipe as it was', () => {
    expect(recipeOf(withRecipe('base: v1, head: v2, then: []'))).toMatchObject({ head: 'v2' });
    expect(recipeOf(withRecipe('base: v1, head: v2, then: []'))).not.toHaveProperty('through');
    expect(recipeOf(smallest)).not.toHaveProperty('through');
  });

  it.each([
    ['base: v1, head: v2, then: [v2]', '', /"v2" comes right after itself, so nothing would be upgraded/],
    ['base: v1, head: v2, then: [v3]', 'stacks: { concurrent: 2 }', /several upgrades at once have no order/],
    ['base: v1, head: v2, then: [v3]', 'deployer: abra\nstop-at: stamp', /a stamp probe deploys nothing/],
    ['base: v1, head: v2, then: [-x]', '', /is not a git ref/],
  ])('%s %s is refused', (recipe, more, why) => {
    const parsed = parseScenario(withRecipe(recipe, more), vocabulary);
    expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message).join('\n')).toMatch(why);
  });

  it('of a folder goes back to its base, and is refused where it names a version that a folder has not', () => {
    const ofFolder = (then: string): string =>
      `scenario: chain\nengine: { private: { memory: 1GiB } }\nrecipe: { name: demo, folder: f, then: [${then}] }\n`;
    expect(recipeOf(ofFolder('base'))).toMatchObject({ base: 'base', through: ['head'], head: 'base' });
    const parsed = parseScenario(ofFolder('1.5.0'), vocabulary);
    expect(parsed.ok ? [] : parsed.problems).toEqual([
      expect.objectContaining({
        message: 'a folder has two versions, base and head, and then names "1.5.0"',
      }),
    ]);
  });
});
