// Another number of tasks, as `docker service scale` asks for.
import { text } from '../scenario/leaf.js';
import { keys } from '../scenario/map-shape.js';
import { action } from './action.js';
import { changeService } from './change-service.js';
import { serviceOption } from './service-option.js';

const options = keys('scale', {
  service: serviceOption(),
  replicas: text({ what: 'a number of tasks, from 0 to 999', like: '2' }, /^\d{1,3}$/).meta({
    description: 'How many tasks it is to have.',
    type: 'integer',
    minimum: 0,
    maximum: 999,
  }),
});

export const scale = action({
  name: 'scale',
  summary: 'gives a service another number of tasks, as docker service scale does',
  example: '{ scale: { service: app, replicas: 3 }, at: settled }',
  options,
  words: ({ service, replicas }, underTest) => `scaled ${service ?? underTest} to ${replicas}`,
  perform: ({ service, replicas }, context, signal) =>
    changeService(
      context,
      {
        service: service ?? context.service,
        change: (spec) => {
          if (spec.Mode.Replicated === undefined) throw new Error('the service is not replicated');
          return { ...spec, Mode: { Replicated: { Replicas: Number(replicas) } } };
        },
      },
      signal,
    ),
});
