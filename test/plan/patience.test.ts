// How long what a recipe allows takes, and when a service can run at the earliest.
import { expect, it } from 'vitest';
import { readStack } from '../../src/compose/read-stack.js';
import type { Stack } from '../../src/compose/stack.js';
import { firstAnswerMs, patienceOf } from '../../src/plan/patience.js';

const stackOf = (service: string): Stack => {
  const { stack } = readStack(
    [{ file: 'compose.yml', text: `services: { app: { image: "a:1", ${service} } }` }],
    {},
  );
  if (stack === null) throw new Error('no stack');
  return stack;
};
const slow = 'healthcheck: { test: [CMD, a], interval: 60s, retries: 3, start_period: 2m }';

it('a base is waited for until docker would call it unhealthy', () => {
  expect(patienceOf(stackOf(slow), stackOf('')).baseMs).toBe(30_000 + 120_000 + 3 * 60_000);
  expect(patienceOf(null, stackOf('')).baseMs).toBe(30_000);
});

it('an upgrade is waited for until its last task failed and was rolled back', () => {
  const deploy = 'deploy: { replicas: 2, update_config: { delay: 10s, monitor: 20s } }';
  expect(patienceOf(null, stackOf(deploy)).upgradeMs).toBe(30_000 + 2 * (2 * 10_000 + 20_000));
  expect(patienceOf(null, stackOf(`${slow}, ${deploy}`)).upgradeMs).toBe(
    30_000 + 300_000 + 2 * (2 * (60_000 + 10_000) + 20_000),
  );
});

it('a service cannot run before its check was asked once, where no start period says otherwise', () => {
  const first = (service: string) => firstAnswerMs(stackOf(service).services.get('app') ?? expect.fail());
  expect(first('healthcheck: { test: [CMD, a], interval: 60s }')).toBe(60_000);
  expect(first('healthcheck: { test: [CMD, a] }')).toBe(30_000);
  expect(first(slow)).toBeNull();
  expect(first('healthcheck: { disable: true }')).toBeNull();
  expect(first('deploy: { replicas: 0 }, healthcheck: { test: [CMD, a] }')).toBeNull();
});
