import { expect, test } from 'vitest';
import { withoutNotices } from '../../src/deployers/docker-notices.js';

const background =
  'Since --detach=false was not specified, tasks will be created in the background.\nIn a future ' +
  'release, --detach=false will become the default.\n';
const ignored = `Ignoring unsupported options: restart

Ignoring deprecated options:

container_name: Setting the container name is not supported.

expose: Exposing ports is unnecessary - services on the same network can access each other's containers on any port.

`;
const refusal =
  'network "nowhere" is declared as external, but could not be found. You need to create a ' +
  'swarm-scoped network before the stack is deployed';

test('of what docker says only the reason why it failed is left, whatever it remarks before it', () => {
  expect(withoutNotices(`${background}${refusal}\n`)).toBe(refusal);
  expect(
    withoutNotices(
      'time="2026-11-28T02:10:22Z" level=warning msg="The \\"X\\" variable is not ' +
        `set."\n${ignored}${background}${refusal}\n`,
    ),
  ).toBe(refusal);
  expect(
    withoutNotices(`${background}image app:1 could not be accessed on a registry to record
its digest. Each node will access app:1 independently,
possibly leading to different nodes running different
versions of the image.

failed to update service s_app: Error response from daemon: rpc error: code = Unknown desc = update out of sequence
`),
  ).toBe(
    'failed to update service s_app: Error response from daemon: rpc error: code = Unknown desc = ' +
      'update out of sequence',
  );
});

test('an error of several lines stays whole, also one that looks a little like a notice', () => {
  const error =
    'services.app Additional property colour is not allowed\nexpose: must be a list\ntime="t" ' +
    'level=error msg="image app:1 could not be accessed"';
  expect(withoutNotices(error)).toBe(error);
});

test('where docker only remarked something, that is what it said', () => {
  expect(withoutNotices(background)).toBe(background);
});
