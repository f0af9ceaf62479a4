// A container of a service killed by hand, as `docker kill` does: swarm cannot tell that from its own end.
import { text, word } from '../scenario/leaf.js';
import { keys, noted } from '../scenario/map-shape.js';
import { action } from './action.js';
import { serviceOption } from './service-option.js';

const options = keys('kill', {
  service: serviceOption(),
  which: noted(
    word(['newest', 'oldest'], 'a container of those that run', 'the choices'),
    'Which container.',
    {
      default: 'newest',
    },
  ),
  signal: noted(
    text({ what: 'the name of a signal, without SIG', like: 'KILL' }, /^[A-Z][A-Z0-9]{1,9}$/),
    'The signal that it gets.',
    { default: 'KILL' },
  ),
});

export const kill = action({
  name: 'kill',
  summary: 'kills a container of a service, as docker kill does',
  example: '{ kill: { service: app, which: newest, signal: KILL }, at: monitor }',
  options,
  words: ({ service, which = 'newest', signal = 'KILL' }, underTest) =>
    `sent SIG${signal} to the ${which} container of ${service ?? underTest}`,
  perform: async ({ service, which, signal = 'KILL' }, { engine, run, service: underTest }, abortSignal) => {
    const name = service ?? underTest;
    const label = `com.docker.swarm.service.name=${run.stack}_${name}`;
    const filters = JSON.stringify({ label: [label] });
    const running = await Promise.all(
      engine.nodes.map(async ({ docker }) =>
        (await docker.listContainers({ filters, abortSignal })).map((one) => ({ ...one, docker })),
      ),
    );
    const byAge = running.flat().sort((a, b) => b.Created - a.Created);
    const container = which === 'oldest' ? byAge.at(-1) : byAge[0];
    if (container === undefined) throw new Error(`no container of ${name} runs`);
    await container.docker.getContainer(container.Id).kill({ signal: `SIG${signal}`, abortSignal });
  },
});
