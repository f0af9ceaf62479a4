// A service taken away, as `docker service rm` does.
import { keys } from '../scenario/map-shape.js';
import { action } from './action.js';
import { serviceOf } from './change-service.js';
import { serviceOption } from './service-option.js';

export const remove = action({
  name: 'remove',
  summary: 'removes a service, as docker service rm does',
  example: '{ remove: { service: app }, at: deployed }',
  options: keys('remove', { service: serviceOption() }),
  words: ({ service }, underTest) => `removed ${service ?? underTest}`,
  perform: async ({ service }, context, signal) => {
    await serviceOf(context, service ?? context.service).remove({ abortSignal: signal });
  },
});
