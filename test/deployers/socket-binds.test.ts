import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { ownSocketMounts } from '../../src/deployers/socket-binds.js';
import { stampLabelsFile } from '../../src/deployers/stamp-labels.js';
import { requestIn } from './request.js';

const text =
  'services: { app: { image: "a:1", volumes: ["/run/docker.sock:/var/run/docker.sock:ro", "data:/d"] } }\n' +
  'volumes: { data: }\n';
const composed = { names: ['compose.yml'], files: [text], env: {} };

it('the socket of the private engine takes the place of the one that the recipe names, as it is written', () => {
  const { settings, ...request } = requestIn('/nowhere', { socketPath: '/engine/docker.sock' });
  const asked = { ...request, settings: { ...settings, engine: { ...settings.engine, socket: true } } };
  const mounts = ownSocketMounts(asked, composed);
  const own = {
    type: 'bind',
    source: '/engine/docker.sock',
    target: '/var/run/docker.sock',
    read_only: true,
  };
  expect(mounts).toEqual({ app: [own] });
  const labels = { stack: 's', recipe: 'r', stamp: '1', services: ['app', 'side'], mounts };
  const file = parse(stampLabelsFile(labels, text)) as { services: Record<string, { volumes?: unknown }> };
  expect(file.services['app']?.volumes).toEqual([own]);
  expect(file.services['side']).not.toHaveProperty('volumes');
});

it('nothing is laid over a recipe unless the scenario asks for it', () => {
  expect(ownSocketMounts(requestIn('/nowhere', { socketPath: '/engine/docker.sock' }), composed)).toEqual({});
});
