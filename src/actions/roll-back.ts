// The previous spec put back by hand, as `docker service rollback` does: swarm's monitor has no part in it.
import { keys } from '../scenario/map-shape.js';
import { action } from './action.js';
import { changeService } from './change-service.js';
import { serviceOption } from './service-option.js';

export const rollBack = action({
  name: 'roll-back',
  summary: 'puts the previous spec of a service back by hand, as docker service rollback does',
  example: '{ roll-back: { service: app }, at: settled }',
  options: keys('roll-back', { service: serviceOption() }),
  words: ({ service }, underTest) => `rolled ${service ?? underTest} back by hand`,
  perform: ({ service }, context, signal) =>
    changeService(
      context,
      { service: service ?? context.service, change: (spec) => spec, rollback: true },
      signal,
    ),
});
