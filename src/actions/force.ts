// An update to what stands there already, as `docker service update --force` makes one: all tasks anew.
import { keys } from '../scenario/map-shape.js';
import { action } from './action.js';
import { changeService } from './change-service.js';
import { serviceOption } from './service-option.js';

export const force = action({
  name: 'force',
  summary: 'has all tasks of a service made anew, as docker service update --force does',
  example: '{ force: { service: app }, at: deployed }',
  options: keys('force', { service: serviceOption() }),
  words: ({ service }, underTest) => `forced an update of ${service ?? underTest}`,
  perform: ({ service }, context, signal) =>
    changeService(
      context,
      {
        service: service ?? context.service,
        change: (spec) => ({
          ...spec,
          TaskTemplate: { ...spec.TaskTemplate, ForceUpdate: (spec.TaskTemplate.ForceUpdate ?? 0) + 1 },
        }),
      },
      signal,
    ),
});
