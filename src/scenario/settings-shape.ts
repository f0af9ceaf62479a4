// The keys that say what a trial does. They stand at the top of the file and, as overrides, in every arm.
import * as z from 'zod';
import { checksShape } from './checks-shape.js';
import { actionsShape } from './actions-shape.js';
import { atOnceMax } from './bounds.js';
import { named } from './deployer-definition.js';
import { deployerShape } from './deployer-shape.js';
import { harnessShape } from './harness-shape.js';
import { envShape, variableShape } from './env-shape.js';
import { engineShape } from './engine-shape.js';
import { judgeShape, serviceName } from './judge-shape.js';
import { complaint, count, path, text, word } from './leaf.js';
import { loadList } from './load-shape.js';
import { list, noted } from './map-shape.js';
import { recipeShape } from './recipe-shape.js';
import { observeShape } from './observe-shape.js';
import { overlaysShape } from './overlays-shape.js';
import { baseShape, headShape } from './sides-shape.js';
import { stepsShape } from './own-steps.js';
import { stacksShape } from './stacks-shape.js';
import { quoted } from './wording.js';
import { described, type Vocabulary } from './vocabulary.js';
import { images } from './images-shape.js';

/** Of the volumes that a trial finds. */
const volumeAges = ['fresh', 'kept'] as const;

/** A schema for each key. */
export type SettingsFields = ReturnType<typeof underTest> &
  ReturnType<typeof inPlaceOfIt> &
  ReturnType<typeof ofVersions> &
  ReturnType<typeof surroundings>;

/** What one place of the file, the top or an arm, says about a trial; everything in it may be left out. */
export type SettingsPart = { readonly [Key in keyof SettingsFields]?: z.output<SettingsFields[Key]> };

export function settingsFields(vocabulary: Vocabulary): SettingsFields {
  return {
    ...underTest(vocabulary),
    ...inPlaceOfIt(vocabulary),
    ...ofVersions(),
    ...surroundings(vocabulary),
  };
}

/** What is deployed, by what, and on which engine. */
function underTest({ deployers, clones }: Vocabulary) {
  return {
    engine: noted(engineShape(), 'The swarm under test.'),
    images: noted(images(), 'Images that the engine needs before the first deploy.', { default: [] }),
    recipe: noted(recipeShape(clones), 'What is deployed, and from which trees.'),
    deployer: noted(
      deployerShape(deployers),
      described(
        'What puts the app on the swarm; { use: …, timeout: … } for more time' +
          `${deployers
            .map(({ example }) => example)
            .filter((example) => example.startsWith('{'))
            .map((example) => `, or ${example}`)
            .join('')}.`,
        named(deployers),
      ),
      { default: deployers[0]?.name },
    ),
    abra: noted(
      path('tools/abra'),
      'The abra that deploys, with the deployer "abra"; without it ABRA, driftlab\'s own tool folder ' +
        'and PATH are looked at.',
    ),
    abraDir: noted(
      scratchOnly(),
      'Where abra keeps its servers and recipes: a scratch folder for every run. Your own ~/.abra is ' +
        'never used.',
      { default: 'scratch' },
    ),
    'stop-at': noted(
      word(['stamp'], 'a place to stop at', 'the places'),
      'Stop each trial when the deployer has said which stamp it takes: a stamp probe, with the ' +
        'deployer "abra" only.',
    ),
    checkouts: noted(
      count(atOnceMax),
      'With stop-at: stamp, so many other processes check base and head out in turn, in the same ' +
        'tree, while the head is deployed.',
      { default: 'none' },
    ),
    env: noted(envShape(), 'Environment of the app. Values stay as written.', { default: {} }),
    secrets: noted(
      list(variableShape(), { what: 'a list of names of variables', like: '[LICENCE]' }),
      'Variables whose values are masked in all that is kept although their names do not say that ' +
        'they are secret, as DB_PASS and API_TOKEN do.',
      { default: [] },
    ),
    overlays: noted(
      overlaysShape(),
      "Compose files dropped into the recipe's tree before each deploy; unless the recipe ignores or " +
        'has the very same files, the stamp ends in "+U". Those of an arm or of levels come on top ' +
        "of the scenario's; { only: [...] } leaves the scenario's out.",
      { default: [] },
    ),
  };
}

/** What deploys by itself, in place of the deployer. */
function inPlaceOfIt({ deployers }: Vocabulary) {
  return {
    harness: noted(
      harnessShape(deployers),
      'A complete test harness of yours in place of the deployer: it deploys base and head, waits, checks and ' +
        'takes down, and its own word on the upgrade is held against the verdict.',
    ),
  };
}

/** What the base finds, and what one of the two versions alone has. */
function ofVersions() {
  return {
    state: noted(
      word(volumeAges, 'an age of volumes', 'the ages'),
      'Age of the volumes at the base: fresh, or kept from earlier trials of the same arm on the same private ' +
        'engine. Trials with kept volumes are not independent of each other.',
      { default: 'fresh' },
    ),
    base: noted(baseShape(), 'What the base alone has: variables, overlays and images.'),
    head: noted(headShape(), 'What the head alone has: variables, overlays and images.'),
  };
}

/** What there is beside it, and what counts of it. */
function surroundings({ injectors, actions, checks }: Vocabulary) {
  return {
    load: noted(loadList(injectors), 'Load put on the engine during a trial; "none" for none.', {
      default: 'none',
    }),
    neighbours: noted(
      list(path('stacks/keycloak.yml'), { what: 'a list of compose files', like: '[stacks/keycloak.yml]' }),
      'Compose files of stacks that stand beside the one under test; each runs, all its tasks, ' +
        'before the base is deployed.',
      { default: [] },
    ),
    actions: noted(
      actionsShape(actions),
      'What somebody else does during a trial, on record as such; a trial in which it was not done ' +
        'is inconclusive.',
      { default: [] },
    ),
    checks: noted(
      checksShape(checks),
      'Checks of the upgrade by name, as a harness runs them once the head is deployed. Each is held ' +
        'against the verdict: whether it was right, and when. It ends no trial and changes none.',
      { default: {} },
    ),
    steps: noted(
      stepsShape(),
      'Commands of your own between the phases of a trial, with the engine and the run in their environment.',
    ),
    stacks: noted(stacksShape(), 'How many upgrades run at once in a trial, and what they share.', {
      default: 'solo',
    }),
    service: noted(serviceName(), "The service under test, without the stack's name.", { default: 'app' }),
    judge: noted(
      judgeShape(),
      'What counts in a verdict: the whole stack, unless services are named; and trials on a machine ' +
        'that was not too busy.',
    ),
    domain: noted(
      text(
        { what: 'a domain in small letters', like: 'driftlab.test' },
        /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
      ),
      "Suffix of the app's domain, which is <stack>.<suffix>.",
      { default: 'driftlab.test' },
    ),
    observe: noted(observeShape(), 'How long a trial is watched.'),
  };
}

/**
 * There is nothing to choose; the key is there so that a scenario can say it, and so that a path is refused
 * in words.
 */
function scratchOnly() {
  const way =
    'write scratch, or leave the key out: each run then has a folder of its own, and yours is ' +
    'neither read nor written';
  return z.enum(['scratch'], {
    error: (wrong) =>
      typeof wrong.input === 'string'
        ? `${quoted(wrong.input)} cannot be the ABRA_DIR of a trial\n${way}`
        : complaint(wrong, { what: 'the word scratch', like: 'scratch' }),
  });
}
