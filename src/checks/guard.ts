// The same check behind a guard that waits for swarm: first until UpdateStatus tells of another update than
// before the redeploy, then until that one has ended. With the race it leaves the first part out, as its
// first version did, and may then take the end of an older update for that of this one.
import { duration, flag } from '../scenario/leaf.js';
import { keys, noted } from '../scenario/map-shape.js';
import type { CheckAnswer, CheckContext } from '../trial/ports.js';
import { check, said } from './check.js';
import { lookAtHealthAndLabel } from './health-and-label.js';
import { polled } from './polled.js';
import { seenService, servicesOf, type SeenService } from './services.js';

const everyMs = 500;
const graceMsByDefault = 30_000;

const options = keys('guard', {
  race: noted(
    flag(),
    'Leave out the wait for another update than before, so that the end of an older one may be taken for its.',
    { default: false },
  ),
  grace: noted(duration(), 'How long it waits for an update to begin, in case the deploy changes nothing.', {
    default: '30s',
  }),
});

export const guard = check({
  name: 'guard',
  summary: "waits for swarm's update of the service to begin and to end, and then does as label does",
  example: '{ guard: { race: true } }',
  options,
  ask: ({ race = false, grace = graceMsByDefault }, context, signal) => {
    const before = startedAtOf(context.before.map(seenService), context);
    const graceUntil = performance.now() + grace;
    let begun = race;
    const look = async (both: AbortSignal): Promise<CheckAnswer | string> => {
      const services = await servicesOf(context, both);
      begun ||= startedAtOf(services, context) !== before || performance.now() >= graceUntil;
      if (!begun) return 'no update has begun';
      return lookAtUpdate(underTest(services, context)) ?? lookAtHealthAndLabel(context, both);
    };
    return polled({ timeoutMs: context.timeoutMs, everyMs, look }, signal);
  },
});

/** Null once it may go on to health and label. */
function lookAtUpdate(service: SeenService | undefined): CheckAnswer | string | null {
  const { state, message } = service?.update ?? { state: 'completed', message: '' };
  if (state === 'completed') return null;
  return state === 'updating' ? 'the update is under way' : said('bad', `${state}: ${message}`);
}

function startedAtOf(services: readonly SeenService[], context: CheckContext): string | null {
  return underTest(services, context)?.update?.startedAt ?? null;
}

function underTest(
  services: readonly SeenService[],
  { run, settings }: CheckContext,
): SeenService | undefined {
  return services.find(({ name }) => name === `${run.stack}_${settings.service}`);
}
