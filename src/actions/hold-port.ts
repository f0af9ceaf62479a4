// A port of each node taken by a container outside swarm, which knows nothing of it and places tasks there
// all the same. It is held until the trial is over.
import { loadImage, loadImageTag } from '../base/load-image.js';
import { text, word } from '../scenario/leaf.js';
import { keys, noted } from '../scenario/map-shape.js';
import { action } from './action.js';

const options = keys('hold-port', {
  port: text({ what: 'the number of a port, from 1 to 65535', like: '8080' }, /^[1-9]\d{0,4}$/)
    .refine((port) => Number(port) <= 65_535, {
      error: 'there is no such port\nwrite a number from 1 to 65535',
    })
    .meta({ description: 'The port of each node.', type: 'integer', minimum: 1, maximum: 65_535 }),
  protocol: noted(word(['tcp', 'udp'], 'a protocol', 'the protocols'), 'Its protocol.', { default: 'tcp' }),
});

export const holdPort = action({
  name: 'hold-port',
  summary: 'has a container outside swarm hold a port of each node until the trial is over',
  example: '{ hold-port: { port: 8080 }, at: stands }',
  options,
  needs: [{ kind: 'own-engine' }, { kind: 'image', image: loadImage }],
  conflicts: (own, { actions }) =>
    actions.filter((other) => other.action === 'hold-port' && meansSame(other.options, own)).length < 2
      ? []
      : [
          {
            with: [['actions']],
            message: `port ${own.port} is held twice, and the second holder would find it taken`,
            hint: 'keep one of the two',
          },
        ],
  words: ({ port, protocol = 'tcp' }) => `held port ${port}/${protocol} from outside swarm`,
  perform: async ({ port, protocol = 'tcp' }, { engine, trial }, abortSignal) => {
    const name = `${port}/${protocol}`;
    for (const { docker } of engine.nodes) {
      const container = await docker.createContainer({
        Image: loadImageTag,
        Cmd: ['bash', '-c', 'exec 3<> <(:); read -r -u 3'],
        Labels: { 'driftlab.trial': trial },
        ExposedPorts: { [name]: {} },
        HostConfig: { PortBindings: { [name]: [{ HostPort: port }] } },
        abortSignal,
      });
      await container.start({ abortSignal });
    }
  },
});

function meansSame(
  written: unknown,
  { port, protocol = 'tcp' }: { port: string; protocol?: string | undefined },
): boolean {
  const other = options.parse(written);
  return other.port === port && (other.protocol ?? 'tcp') === protocol;
}
