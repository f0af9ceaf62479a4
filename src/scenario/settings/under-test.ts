// What is deployed, by what, and on which engine.
import * as z from 'zod';
import { atOnceMax } from '../bounds.js';
import { named } from '../deployer-definition.js';
import { deployerShape } from '../deployer-shape.js';
import { keptDeployment } from '../deployment.js';
import { engineShape, enginesTogether, keptEngine, oneOfEngine } from '../engines/index.js';
import { envShape, variableShape } from '../env-shape.js';
import { harnessShape } from '../harness-shape.js';
import { keptImages } from '../image-kinds.js';
import { images } from '../images-shape.js';
import { whole } from '../kept.js';
import { complaint, count, path, word } from '../leaf.js';
import { list, noted } from '../map-shape.js';
import { bothOverlays, overlaysShape, overlaysUnder } from '../overlays-shape.js';
import { keptCommits, keptRecipe } from '../recipe-settings.js';
import { recipeShape } from '../recipe-shape.js';
import { dependentSetting, setting } from '../setting.js';
import { described } from '../vocabulary.js';
import { quoted } from '../wording.js';

export const underTest = {
  engine: dependentSetting({
    written: () => noted(engineShape(), 'The swarm under test.'),
    kept: () => ({ engine: keptEngine() }),
    together: enginesTogether,
    either: oneOfEngine,
  }),
  images: setting({
    written: () => noted(images(), 'Images that the engine needs before the first deploy.', { default: [] }),
    kept: () => ({ images: keptImages() }),
    meant: (top, own) => ({ images: own ?? top ?? [] }),
  }),
  recipe: dependentSetting({
    written: ({ clones }) => noted(recipeShape(clones), 'What is deployed, and from which trees.'),
    kept: () => ({
      recipe: keptRecipe(),
      /**
       * What base and head were when the campaign began, whatever their names come to mean; null as long as
       * nobody has looked.
       */
      pinned: keptCommits().nullable().default(null),
    }),
    together: (first, second) => ({ ...first, ...second }),
  }),
  deployer: dependentSetting({
    written: ({ deployers }) =>
      noted(
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
    kept: () => ({
      /** Name of a deployer. */
      deployer: z.string(),
      deployment: keptDeployment().default({ timeoutMs: 120_000, options: null, stamp: 'chaos' }),
    }),
    undivided: true,
  }),
  abra: setting({
    written: () =>
      noted(
        path('tools/abra'),
        'The abra that deploys, with the deployer "abra"; without it ABRA, driftlab\'s own tool folder ' +
          'and PATH are looked at.',
      ),
    kept: () => ({
      /** Path of the abra that deploys; null for the one that is found. */
      abra: z.string().nullable().default(null),
    }),
    meant: (top, own) => ({ abra: own ?? top ?? null }),
  }),
  abraDir: setting({
    written: () =>
      noted(
        scratchOnly(),
        'Where abra keeps its servers and recipes: a scratch folder for every run. Your own ~/.abra is ' +
          'never used.',
        { default: 'scratch' },
      ),
    kept: () => ({}),
    meant: () => ({}),
  }),
  'stop-at': setting({
    written: () =>
      noted(
        word(['stamp'], 'a place to stop at', 'the places'),
        'Stop each trial when the deployer has said which stamp it takes: a stamp probe, with the ' +
          'deployer "abra" only.',
      ),
    kept: () => ({
      /**
       * `stamp`: a stamp probe, over as soon as the deployer has said which stamp it takes; null: a whole
       * upgrade.
       */
      stopAt: z.literal('stamp').nullable().default(null),
    }),
    meant: (top, own) => ({ stopAt: (own ?? top) === undefined ? null : ('stamp' as const) }),
  }),
  checkouts: setting({
    written: () =>
      noted(
        count(atOnceMax),
        'With stop-at: stamp, so many other processes check base and head out in turn, in the same ' +
          'tree, while the head is deployed.',
        { default: 'none' },
      ),
    kept: () => ({
      /**
       * Processes that check base and head out in turn in the tree of a stamp probe while the head is
       * deployed.
       */
      checkouts: whole().default(0),
    }),
    meant: (top, own) => ({ checkouts: own ?? top ?? 0 }),
  }),
  env: dependentSetting({
    written: () => noted(envShape(), 'Environment of the app. Values stay as written.', { default: {} }),
    kept: () => ({ env: z.record(z.string(), z.string()) }),
    together: (first, second) => ({ ...first, ...second }),
  }),
  secrets: setting({
    written: () =>
      noted(
        list(variableShape(), { what: 'a list of names of variables', like: '[LICENCE]' }),
        'Variables whose values are masked in all that is kept although their names do not say that ' +
          'they are secret, as DB_PASS and API_TOKEN do.',
        { default: [] },
      ),
    kept: () => ({
      /** Names of variables that are secret although their names do not say so. */
      secrets: z.array(z.string()).default([]),
    }),
    meant: (top = [], own = []) => ({ secrets: [...new Set([...top, ...own])] }),
    together: (first, second) => [...first, ...second],
    addsUp: true,
  }),
  overlays: setting({
    written: () =>
      noted(
        overlaysShape(),
        "Compose files dropped into the recipe's tree before each deploy; unless the recipe ignores or " +
          'has the very same files, the stamp ends in "+U". Those of an arm or of levels come on top ' +
          "of the scenario's; { only: [...] } leaves the scenario's out.",
        { default: [] },
      ),
    kept: () => ({
      /** Compose files dropped into the worktree; any of them makes the stamp end in `+U`. */
      overlays: z.array(z.string()),
    }),
    meant: (top, own) => ({ overlays: overlaysUnder(top, own) }),
    together: bothOverlays,
    addsUp: true,
  }),
  harness: dependentSetting({
    written: ({ deployers }) =>
      noted(
        harnessShape(deployers),
        'A complete test harness of yours in place of the deployer: it deploys base and head, waits, checks and ' +
          'takes down, and its own word on the upgrade is held against the verdict.',
      ),
    kept: () => ({}),
    undivided: true,
  }),
};

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
