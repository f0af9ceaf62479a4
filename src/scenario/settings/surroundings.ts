// What there is beside the app under test, and what counts of it.
import * as z from 'zod';
import { keptAction } from '../action-settings.js';
import { actionsShape } from '../actions-shape.js';
import { checksUnder, keptCheck } from '../check-settings.js';
import { checksShape } from '../checks-shape.js';
import { judgedOf, judgeShape, serviceName } from '../judge-shape.js';
import { path, text } from '../leaf.js';
import { keptLoad } from '../load-settings.js';
import { loadList } from '../load-shape.js';
import { list, noted } from '../map-shape.js';
import { keptObserve, observedOf, observeShape } from '../observe-shape.js';
import { stepsOf, stepsShape } from '../own-steps.js';
import { dependentSetting, setting } from '../setting.js';
import { keptStacks } from '../stacks-settings.js';
import { solo, stacksShape } from '../stacks-shape.js';
import { keptSteps } from '../step-settings.js';

export const surroundings = {
  load: setting({
    written: ({ injectors }) =>
      noted(loadList(injectors), 'Load put on the engine during a trial; "none" for none.', {
        default: 'none',
      }),
    kept: () => ({ load: z.array(keptLoad()) }),
    meant: (top, own) => ({ load: own ?? top ?? [] }),
    together: (first, second) => [...first, ...second],
    addsUp: true,
  }),
  neighbours: setting({
    written: () =>
      noted(
        list(path('stacks/keycloak.yml'), { what: 'a list of compose files', like: '[stacks/keycloak.yml]' }),
        'Compose files of stacks that stand beside the one under test; each runs, all its tasks, ' +
          'before the base is deployed.',
        { default: [] },
      ),
    kept: () => ({
      /**
       * Compose files of stacks that stand beside the one under test, each resident before the base is
       * deployed.
       */
      neighbours: z.array(z.string()).default([]),
    }),
    meant: (top, own) => ({ neighbours: own ?? top ?? [] }),
    together: (first, second) => [...first, ...second],
    addsUp: true,
  }),
  actions: setting({
    written: ({ actions }) =>
      noted(
        actionsShape(actions),
        'What somebody else does during a trial, on record as such; a trial in which it was not done ' +
          'is inconclusive.',
        { default: [] },
      ),
    kept: () => ({
      /** What somebody else does meanwhile. */
      actions: z.array(keptAction()).default([]),
    }),
    meant: (top, own) => ({ actions: own ?? top ?? [] }),
    together: (first, second) => [...first, ...second],
    addsUp: true,
  }),
  checks: dependentSetting({
    written: ({ checks }) =>
      noted(
        checksShape(checks),
        'Checks of the upgrade by name, as a harness runs them once the head is deployed. Each is held ' +
          'against the verdict: whether it was right, and when. It ends no trial and changes none.',
        { default: {} },
      ),
    kept: () => ({
      /** Checks that are measured; missing where there are none. */
      checks: z.array(keptCheck()).exactOptional(),
    }),
    together: (first, second) => checksUnder(first, second),
    addsUp: true,
    names: (said) => said.map(({ name }) => name),
  }),
  steps: setting({
    written: () =>
      noted(
        stepsShape(),
        'Commands of your own between the phases of a trial, with the engine and the run in their environment.',
      ),
    kept: () => ({
      /** Commands of the author's between phases; null for none. */
      steps: keptSteps().nullable().default(null),
    }),
    meant: (top, own) => ({ steps: stepsOf(top, own) }),
    together: (first, second) => ({ ...first, ...second }),
  }),
  stacks: setting({
    written: () =>
      noted(stacksShape(), 'How many upgrades run at once in a trial, and what they share.', {
        default: 'solo',
      }),
    kept: () => ({ stacks: keptStacks().default(solo) }),
    undivided: true,
    meant: (top, own) => ({ stacks: own ?? top ?? solo }),
  }),
  service: setting({
    written: () =>
      noted(serviceName(), "The service under test, without the stack's name.", { default: 'app' }),
    kept: () => ({
      /** The service under test, without the stack's name; `app` in Co-op Cloud recipes. */
      service: z.string(),
    }),
    meant: (top, own) => ({ service: own ?? top ?? 'app' }),
  }),
  judge: setting({
    written: () =>
      noted(
        judgeShape(),
        'What counts in a verdict: the whole stack, unless services are named; and trials on a machine ' +
          'that was not too busy.',
      ),
    kept: () => ({
      /**
       * Services that count in a run's verdict, without the stack's name, the one under test among them;
       * null: the whole stack.
       */
      judged: z.array(z.string()).min(1).nullable().default(null),
      /** Judge a trial, too, in which the machine had too little processor time for the engine or the lab. */
      judgeStarved: z.boolean().default(false),
    }),
    meant: (top, own) => ({
      judged: judgedOf(top, own),
      judgeStarved: own?.starved ?? top?.starved ?? false,
    }),
    together: (first, second) => ({ ...first, ...second }),
  }),
  domain: setting({
    written: () =>
      noted(
        text(
          { what: 'a domain in small letters', like: 'driftlab.test' },
          /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
        ),
        "Suffix of the app's domain, which is <stack>.<suffix>.",
        { default: 'driftlab.test' },
      ),
    kept: () => ({
      /** Domain suffix of the app, `driftlab.test` by default. */
      domainSuffix: z.string(),
    }),
    meant: (top, own) => ({ domainSuffix: own ?? top ?? 'driftlab.test' }),
  }),
  observe: setting({
    written: () => noted(observeShape(), 'How long a trial is watched.'),
    kept: () => ({ observe: keptObserve() }),
    meant: (top, own) => ({ observe: observedOf(top, own) }),
    together: (first, second) => ({ ...first, ...second }),
  }),
};
