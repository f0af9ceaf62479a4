// The shape of `actions`: each names one action by its key, with its options as the value, and stands beside
// the moment from which its delay counts.
import * as z from 'zod';
import { actionMoments, type ActionSettings } from './action-settings.js';
import { asWritten } from './as-written.js';
import { actionsMax } from './bounds.js';
import type { Member } from './definition.js';
import { durationRange, word } from './leaf.js';
import { keys, list, noted } from './map-shape.js';

const atOnce = { low: 0, high: 0 } as const;

export function actionsShape(actions: readonly Member[]): z.ZodType<readonly ActionSettings[]> {
  return list(
    actionShape(actions),
    { what: 'a list of actions', like: '[{ scale: { service: app, replicas: 2 }, at: settled }]' },
    actionsMax,
  );
}

function actionShape(actions: readonly Member[]) {
  const own = Object.fromEntries(
    actions.map(({ name, summary, example, options }) => [
      name,
      noted(asWritten(options), `${summary}. ${example}`),
    ]),
  );
  return keys('an action, nor one itself', {
    ...own,
    at: noted(
      word(actionMoments, 'a moment of a trial', 'the moments'),
      'The moment from which its delay counts: the deploy of the base begins (base), the base stands ' +
        '(stands; the upgrade waits for the action), the deploy of the head begins (upgrade) or has ended ' +
        '(deployed), swarm monitors a task of the head (monitor), swarm rolls back (rollback), or swarm ' +
        'has made up its mind (settled).',
      { default: 'upgrade' },
    ),
    after: noted(durationRange(), 'Time between that moment and the action. A range is drawn from.', {
      default: 0,
    }),
  })
    .transform((item, context) => actionOf(item, actions, context))
    .meta({ oneOf: actions.map(({ name }) => ({ required: [name] })) });
}

function actionOf(
  item: { readonly at?: string | undefined; readonly after?: ActionSettings['after'] | undefined },
  actions: readonly Member[],
  context: z.RefinementCtx,
): ActionSettings {
  const written = new Map<string, unknown>(Object.entries(item));
  const names = actions.map(({ name }) => name);
  const given = names.filter((name) => written.has(name));
  const [action] = given;
  if (action === undefined || given.length > 1) {
    context.addIssue({
      code: 'custom',
      message:
        action === undefined
          ? `this names no action\nadd one of ${names.join(', ')}`
          : `this names several actions: ${given.join(', ')}\nmake each an item of its own`,
    });
    return z.NEVER;
  }
  return {
    action,
    at: actionMoments.find((moment) => moment === item.at) ?? 'upgrade',
    after: item.after ?? atOnce,
    options: written.get(action),
  };
}
