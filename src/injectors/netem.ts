// Network load: packets on their way to a container wait, and some are lost, as on a poor network between
// nodes. The kernel's netem does it (tc-netem(8)) on the engine's overlay networks; a health check that stays
// within its container does not notice.
import { formatPercent } from '../base/units.js';
import type { DrawnLoad } from '../plan/plan.js';
import { duration, durationRange, percentage } from '../scenario/leaf.js';
import { loadMember } from '../scenario/load-definition.js';
import { keys, noted } from '../scenario/map-shape.js';
import type { Injector } from '../trial/ports.js';
import { mayOverlap } from './beyond-envelope.js';
import { networkLoad } from './network-load.js';
import type { Rule } from './port-rules.js';

/** Less cannot be told from what the network and this machine take by themselves. */
const delayMsMin = 10;

const options = keys('netem', {
  delay: durationRange()
    .refine(({ low }) => !(low < delayMsMin), {
      error: 'less than 10ms cannot be told from the network itself\nwrite it like 200ms or 100..400ms',
    })
    .meta({ description: 'How long a packet to a container waits; a request and its answer wait twice.' }),
  jitter: noted(duration(), 'By how much that wavers, to either side.', { default: 0 }),
  loss: noted(percentage(), 'How many packets are lost.', { default: 'none' }),
}).refine(({ delay, jitter = 0 }) => !(jitter > delay.low), {
  error: 'the delay would waver below nothing\nmake the jitter smaller than the delay',
  path: ['jitter'],
});

const name = 'netem';

export const netem: Injector = {
  ...loadMember({
    name,
    summary: 'holds packets between containers back, and loses some, as a poor network does',
    example: '{ netem: { delay: 300ms, jitter: 50ms, loss: 2% }, during: upgrade }',
    options,
    amount: ({ delay }) => delay,
    unit: 'milliseconds',
    band: 0.25,
    varies: false,
    needs: [{ kind: 'own-engine' }, { kind: 'kernel', feature: 'netem' }],
    conflicts: (_, { load }) => {
      const own = load.filter(({ injector }) => injector === name);
      return own.some((one) => own.some((other) => other !== one && mayOverlap(one, other)))
        ? [
            {
              with: [['load']],
              message: 'two netem loads may be on at the same time, and a network has one delay',
              hint: 'give the second another part of the trial, or a time after the end of the first',
            },
          ]
        : [];
    },
  }),
  prepare: (request) => Promise.resolve(networkLoad(request, ruleOf(request.load))),
};

/** The words of `tc qdisc add dev … root`. */
export function ruleOf({ options: written, target }: Pick<DrawnLoad, 'options' | 'target'>): Rule {
  const { jitter = 0, loss = 0 } = options.parse(written);
  return [
    'netem',
    'delay',
    ...[target, jitter].map((ms) => `${String(ms)}ms`),
    ...(loss === 0 ? [] : ['loss', formatPercent(loss)]),
  ];
}
