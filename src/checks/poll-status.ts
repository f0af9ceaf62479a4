// What the well-known wait scripts do, such as docker-stack-wait: look at UpdateStatus and at the number of
// running tasks of every service of the stack, sleep, and look again. A service that was never updated counts
// as deployed, and nothing tells them which update the status is of.
import { duration } from '../scenario/leaf.js';
import { keys, noted } from '../scenario/map-shape.js';
import type { CheckAnswer } from '../trial/ports.js';
import { check, said } from './check.js';
import { polled } from './polled.js';
import { servicesOf, shortOf, type SeenService } from './services.js';

const everyMsByDefault = 5000;

export const pollStatus = check({
  name: 'poll-status',
  summary: 'polls UpdateStatus and running tasks of every service, as docker-stack-wait and its like do',
  example: '{ poll-status: { every: 1s } }',
  options: keys('poll-status', {
    every: noted(duration(), 'Time between two looks.', { default: '5s' }),
  }),
  ask: ({ every = everyMsByDefault }, context, signal) =>
    polled(
      {
        timeoutMs: context.timeoutMs,
        everyMs: every,
        look: async (both) => lookAt(await servicesOf(context, both)),
      },
      signal,
    ),
});

function lookAt(services: readonly SeenService[]): CheckAnswer | string {
  if (services.length === 0) return said('bad', 'no services found');
  const failed = services.find(({ update }) => update !== null && /^paused$|^rollback_/.test(update.state));
  if (failed !== undefined) return said('bad', `${failed.name}: ${failed.update?.state ?? ''}`);
  const short = shortOf(services);
  if (short !== null) return short;
  const open = services.find(({ update }) => update !== null && update.state !== 'completed');
  return open === undefined
    ? said('good', 'every service has ended its update and has all its tasks')
    : `${open.name}: ${open.update?.state ?? ''}`;
}
