// How long base and head take by what their recipe says.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { readStack } from '../../src/compose/read-stack.js';
import type { Stack } from '../../src/compose/stack.js';
import { paceOf, type Pace } from '../../src/plan/pace.js';

const stack = (services: Readonly<Record<string, string>>): Stack =>
  present(
    readStack(
      [
        {
          file: 'compose.yml',
          text: `services:\n${Object.entries(services)
            .map(([name, keys]) => `  ${name}: { image: "${name}:1", ${keys} }\n`)
            .join('')}`,
        },
      ],
      {},
    ).stack,
    'stack',
  );
const between = (base: Stack, head: Stack): Pace => present(paceOf(base, head, 'app'), 'pace');
const pace = (head: string, base = head): Pace => between(stack({ app: base }), stack({ app: head }));
const health = 'healthcheck: { test: [CMD, ok], interval: 4s, start_period: 20s }';

describe('the pace of a recipe', () => {
  it("that says nothing is that of swarm's defaults: one task at a time, stopped first, watched for 5 s", () => {
    expect(pace('')).toEqual({ baseMs: 0, upgradeMs: 7500 });
    expect(pace('deploy: { replicas: 3 }')).toEqual({ baseMs: 0, upgradeMs: 12_500 });
  });

  it('has the monitor once, and the delay after each turn of so many tasks', () => {
    const update = (keys: string): number =>
      pace(`deploy: { replicas: 4, update_config: { order: start-first, ${keys} } }`).upgradeMs;
    expect(update('monitor: 20s')).toBe(20_000);
    expect(update('monitor: 20s, delay: 10s')).toBe(60_000);
    expect(update('monitor: 20s, delay: 10s, parallelism: 2')).toBe(40_000);
    expect(update('monitor: 20s, delay: 10s, parallelism: 0')).toBe(30_000);
  });

  it('has the first probe of a healthcheck at which an app may be up, at base and for each turn', () => {
    expect(pace(`${health}, deploy: { update_config: { order: start-first } }`)).toEqual({
      baseMs: 12_000,
      upgradeMs: 17_000,
    });
    expect(pace('healthcheck: { test: [CMD, ok] }').baseMs).toBe(30_000);
    expect(pace(health.replace('}', ', disable: true }')).baseMs).toBe(0);
  });

  it('is that of the slowest service that is updated: the one under test, and those that the head changes', () => {
    const slow = `${health}, deploy: { update_config: { monitor: 60s } }`;
    const base = stack({ app: '', database: slow });
    const same = between(base, stack({ app: 'command: new', database: slow }));
    expect(same).toEqual({ baseMs: 12_000, upgradeMs: 7500 });
    const both = between(base, stack({ app: '', database: `command: new, ${slow}` }));
    expect(both.upgradeMs).toBe(74_500);
    expect(between(base, stack({ app: '', other: slow })).upgradeMs).toBe(74_500);
  });

  it('has nothing of services that are to have no tasks', () => {
    expect(
      between(stack({ app: '', idle: `${health}, deploy: { replicas: 0 }` }), stack({ app: '' })),
    ).toEqual({
      baseMs: 0,
      upgradeMs: 7500,
    });
  });
});
