import { renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { outagesIn, sawThroughout } from '../../src/evidence/outages.js';
import { daemonLog } from '../../src/sources/daemon-log.js';
import { events } from '../../src/sources/events.js';
import { labClock } from '../../src/sources/lab-clock.js';
import { outageOf } from '../../src/sources/outage.js';
import { specs } from '../../src/sources/specs.js';
import { tasks } from '../../src/sources/tasks.js';
import { containerEvent, fakeEngine, service, serviceEvent, task, type FakeEngine } from './fake-engine.js';
import { recorder } from './small-swarm.js';

let fake: FakeEngine;

beforeEach(async () => {
  fake = await fakeEngine();
});
afterEach(() => fake.close());

describe('looks that fail', () => {
  test('are an outage from the last good look to the next', async () => {
    const { facts, sources } = await fake.attach([specs, tasks]);
    await sources.look();
    const sawMs = performance.now();
    fake.failing = '/services';
    const { atMs, unseenMs, reason } = await facts.until('gap', ({ mark }) => mark === 'begin');
    expect(atMs - unseenMs).toBeLessThan(sawMs + 250);
    expect(reason).toContain('500');
    fake.failing = null;
    await facts.until('gap', ({ mark }) => mark === 'end');
    await sources.detach();
    expect(facts.of('gap').map(({ source, mark }) => [source, mark])).toEqual([
      ['specs', 'begin'],
      ['specs', 'end'],
    ]);
  });
});

describe('an outage', () => {
  const engine = { lost: new AbortController().signal } as never;
  const node = {} as never;
  const giveUp = vi.fn();

  test.each([
    [true, 1],
    [false, 0],
  ])('that goes on and on is hopeless where the source is needed: %s', (needed, times) => {
    giveUp.mockClear();
    const facts = recorder(AbortSignal.timeout(1000));
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const outage = outageOf(
      'tasks',
      { emit: facts.emit, engine, node, isOver: () => false, giveUp },
      { needed },
    );
    for (const ms of [90_000, 97_000, 98_100]) {
      now.mockReturnValue(ms);
      outage.lost('no answer');
      if (ms < 98_000) expect(giveUp).not.toHaveBeenCalled();
    }
    now.mockRestore();
    expect(giveUp).toHaveBeenCalledTimes(times);
  });

  test.each([
    [98_100, 0],
    [99_000, 1],
  ])('while the engine is restarted is not hopeless, and counts from its end: by %i ms', (until, times) => {
    giveUp.mockClear();
    const facts = recorder(AbortSignal.timeout(1000));
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    let atMs = 0;
    const restarted = { isRestarting: () => atMs < 90_500 } as never;
    const outage = outageOf(
      'tasks',
      { emit: facts.emit, engine, node: restarted, isOver: () => false, giveUp },
      { needed: true },
    );
    for (const ms of [80_000, 90_400, until]) {
      atMs = ms;
      now.mockReturnValue(ms);
      outage.lost('no answer');
    }
    now.mockRestore();
    expect(giveUp).toHaveBeenCalledTimes(times);
  });

  test('is also to say nothing of seeing for longer than is usual', () => {
    const facts = recorder(AbortSignal.timeout(1000));
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const outage = outageOf(
      'specs',
      { emit: facts.emit, engine, node, isOver: () => false, giveUp },
      { patienceMs: 5000 },
    );
    now.mockReturnValue(5900);
    outage.saw();
    now.mockReturnValue(11_900);
    outage.saw();
    now.mockRestore();
    expect(outagesIn(facts.lines)).toEqual([
      { source: 'specs', fromMs: 5900, toMs: 11_900, reason: 'it could not look for 6.0 s' },
    ]);
  });

  test('is begun once, and not after the watch', () => {
    const facts = recorder(AbortSignal.timeout(1000));
    let over = false;
    const outage = outageOf('kernel', { emit: facts.emit, engine, node, isOver: () => over, giveUp });
    outage.lost('a');
    outage.lost('b');
    outage.saw();
    outage.saw();
    outage.missed('c');
    over = true;
    outage.lost('d');
    expect(facts.of('gap').map(({ mark, reason }) => `${mark} ${reason}`)).toEqual([
      'begin a',
      'end a',
      'begin c',
      'end c',
    ]);
  });
});

describe("the lab's own clock", () => {
  test('tells when the lab did not run for seconds', async () => {
    const { facts, sources } = await fake.attach([labClock]);
    await sources.look();
    const before = performance.now();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2300);
    await facts.until('gap', ({ mark }) => mark === 'end');
    await sources.detach();
    expect(facts.of('gap').map(({ source, mark }) => [source, mark])).toEqual([
      ['lab', 'begin'],
      ['lab', 'end'],
    ]);
    expect(sawThroughout(facts.lines, 'lab', before, performance.now())).toBe(false);
  });

  test('tells it, too, where the watch ends before a timer is served', async () => {
    const { facts, sources } = await fake.attach([labClock]);
    await sources.look();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2300);
    await sources.collect(new AbortController().signal);
    await sources.detach();
    expect(facts.of('gap').map(({ source, mark }) => [source, mark])).toEqual([
      ['lab', 'begin'],
      ['lab', 'end'],
    ]);
  });
});

describe('the event stream', () => {
  test('that ends is an outage until the next is open', async () => {
    const { facts, sources } = await fake.attach([events, specs, tasks]);
    for (const stream of fake.streams) stream.end();
    await facts.until('gap', ({ mark }) => mark === 'end');
    await sources.detach();
    expect(facts.of('gap').map(({ source, mark }) => [source, mark])).toEqual([
      ['events', 'begin'],
      ['events', 'end'],
    ]);
    expect(fake.asked).toHaveLength(2);
    expect(fake.asked[1]).toContain('since=');
  });

  test('that falls silent without an end is found out by the next look that shows what it kept to itself', async () => {
    fake.services.push(service(1));
    const { facts, sources } = await fake.attach([events, specs, tasks]);
    await sources.look();
    const silentMs = performance.now();
    fake.services[0] = service(2);
    const { atMs, unseenMs, reason } = await facts.until('gap', ({ mark }) => mark === 'begin');
    expect(reason).toBe('the event stream said nothing of a change to the service svc1');
    expect(atMs - unseenMs).toBeLessThan(silentMs);
    await facts.until('gap', ({ mark }) => mark === 'end');
    await sources.detach();
    expect(sawThroughout(facts.lines, 'events', silentMs, atMs)).toBe(false);
  }, 20_000);

  test('that kept the end of a container to itself is found out before observation is judged', async () => {
    fake.services.push(service(1));
    const { facts, sources } = await fake.attach([events, specs, tasks]);
    await sources.look();
    fake.tell(containerEvent('start'));
    await facts.until('container', ({ action }) => action === 'start');
    fake.tasks.push(task(1, 'running'));
    await sources.look();
    fake.tasks[0] = task(2, 'failed', { exitCode: 1 });
    await sources.collect(AbortSignal.timeout(20_000));
    await sources.detach();
    expect(facts.of('gap').map(({ reason }) => reason)[0]).toBe(
      'the event stream said nothing of the end of the container c1',
    );
  }, 20_000);

  test('that tells before or just after a look, or need not tell, is trusted', async () => {
    fake.services.push(service(1));
    const { facts, sources } = await fake.attach([events, specs, tasks]);
    await sources.look();
    fake.tell(serviceEvent());
    await facts.until('service-event', () => true);
    fake.services[0] = service(2);
    await sources.look();
    fake.services[0] = service(3);
    fake.tasks.push(task(1, 'running', { node: 'another' }));
    await sources.look();
    fake.tasks[0] = task(2, 'starting');
    await sources.look();
    fake.tasks[0] = task(3, 'failed');
    fake.tell(serviceEvent());
    await sources.collect(AbortSignal.timeout(20_000));
    await sources.detach();
    expect(facts.of('gap')).toEqual([]);
  }, 20_000);
});

describe("the engine's log", () => {
  const line = 'time="2026-06-11T00:00:00Z" level=debug msg="starting rollback of service svc1"\n';

  test('that is cut short lost something, and is read on from its new beginning', async () => {
    const path = join(fake.folder, 'log');
    writeFileSync(path, 'x'.repeat(1000));
    const { facts, sources } = await fake.attach([daemonLog], { daemonLog: path });
    truncateSync(path, 0);
    writeFileSync(path, line, { flag: 'a' });
    await facts.until('daemon-log', ({ about }) => about === 'rollback');
    await sources.detach();
    expect(facts.of('gap').map(({ mark, reason }) => `${mark}: ${reason}`)).toEqual([
      "begin: the engine's log was cut short",
      "end: the engine's log was cut short",
    ]);
  });

  test('that has no file any more is an outage until it is there again', async () => {
    const path = join(fake.folder, 'log');
    writeFileSync(path, line);
    const { facts, sources } = await fake.attach([daemonLog], { daemonLog: path });
    renameSync(path, `${path}.1`);
    await facts.until('gap', ({ mark, reason }) => mark === 'begin' && reason.includes('ENOENT'));
    renameSync(`${path}.1`, path);
    await facts.until('gap', ({ mark }) => mark === 'end');
    await sources.detach();
    expect(facts.of('daemon-log')).toEqual([]);
  });
});
