// Ends with 0, signals and illness that are easily taken for something else, by constructed journals.
import { describe, expect, it } from 'vitest';
import type { SpecView } from '../../src/evidence/fact.js';
import { settlement } from '../../src/evidence/progress.js';
import { diagnoseService } from '../../src/verdict/diagnosis/service.js';
import {
  B,
  H,
  app,
  headStamp,
  heldUpgrade,
  journal,
  stack,
  view,
  type Journal,
} from './constructed-journal.js';
import { judged } from './judged.js';
import { sentencesOf, storyOf } from '../report/told.js';

const un = { healthcheck: false };
const side = `${stack}_migrate`;
const of = { service: side, serviceId: 'svc2' };
const once = (name: 'B' | 'H', patch: Partial<SpecView> = {}): SpecView =>
  view(name, {
    stamp: null,
    taskHash: `once-${name}`,
    templateHash: `once-${name}`,
    specHash: `once-${name}`,
    restart: 'on-failure',
    healthcheck: false,
    ...patch,
  });
const begin = (before: SpecView, tasks: (j: Journal) => Journal): Journal =>
  tasks(
    journal()
      .begin()
      .at(1000)
      .tree('base', B.stamp ?? '')
      .deploy('base', 'begin')
      .spec(B, null)
      .spec(before, null, null, of)
      .deploy('base', 'end')
      .at(2000)
      .serves('b1'),
  );
const up = (j: Journal, before: SpecView, after: SpecView): Journal =>
  j
    .at(4000)
    .tree('upgrade', headStamp)
    .deploy('upgrade', 'begin')
    .spec(H, B)
    .spec(after, before, null, of)
    .deploy('upgrade', 'end')
    .at(5000)
    .serves('h1')
    .stopped('b1');
const t =
  (id: string, hash: string, patch: object = {}) =>
  (j: Journal): Journal =>
    j
      .task(id, 'starting', { ...of, taskHash: hash, stamp: null, ...patch })
      .container(id, 'start')
      .task(id, 'running', {});
const done =
  (id: string, hash: string, patch: object = {}) =>
  (j: Journal): Journal =>
    t(id, hash, patch)(j).exited(id, 0);
const settled = (j: Journal): string => settlement(j.lines, 'r1', 900_000);
const sideOf = (j: Journal): unknown => judged(j.completed().end(headStamp).lines).services[side];

describe('false held', () => {
  it('base of restart any fell once with 0 and then served; head of on-failure ends with 0', () => {
    const [b, h] = [view('B', un), view('H', { ...un, restart: 'on-failure' })];
    const j = journal()
      .base(b)
      .at(3100)
      .exited('b1', 0)
      .at(3500)
      .runs('b2')
      .upgrade(h, b)
      .updating(h, b)
      .at(5000)
      .runs('h1')
      .stopped('b2')
      .at(11_000)
      .spec(h, b, { state: 'completed' })
      .at(15_000)
      .exited('h1', 0);
    expect(judged(j.end(headStamp).lines).outcome).not.toBe('held');
  });
  it('base served, and ended with 0 by itself only once the head ran; head ends with 0', () => {
    const [b, h] = [view('B', { ...un, restart: 'on-failure' }), view('H', { ...un, restart: 'on-failure' })];
    const j = journal()
      .base(b)
      .upgrade(h, b)
      .updating(h, b)
      .at(5000)
      .runs('h1')
      .at(5100)
      .exited('b1', 0)
      .at(11_000)
      .spec(h, b, { state: 'completed' })
      .at(15_000)
      .exited('h1', 0);
    expect(judged(j.end(headStamp).lines).outcome).not.toBe('held');
  });
  it('one of two base tasks served on, the other ended with 0; both of the head end with 0', () => {
    const p = { ...un, restart: 'on-failure' as const, replicas: 2 };
    const [b, h] = [view('B', p), view('H', p)];
    const j = journal()
      .base(b)
      .task('b2', 'preparing', { slot: 2 })
      .runs('b2')
      .at(3500)
      .exited('b2', 0)
      .upgrade(h, b)
      .updating(h, b)
      .at(5000)
      .runs('h1')
      .stopped('b1')
      .task('h2', 'preparing', { slot: 2 })
      .runs('h2')
      .at(11_000)
      .spec(h, b, { state: 'completed' })
      .at(15_000)
      .exited('h1', 0)
      .exited('h2', 0);
    expect(judged(j.end(headStamp).lines).outcome).not.toBe('held');
  });
  it.each(['paused', 'rollback_completed'])(
    'global one-shot that ran on one of two nodes only, %s',
    (state) => {
      const g = { mode: 'global' as const, replicas: null };
      const [b, h] = [once('B', g), once('H', g)];
      const base = begin(b, (j) =>
        done('m2', 'once-B', { slot: null, nodeId: 'n2' })(
          done('m1', 'once-B', { slot: null, nodeId: 'n1' })(j),
        ),
      );
      const j = done('x1', 'once-H', { slot: null, nodeId: 'n1' })(up(base, b, h));
      const k =
        state === 'paused'
          ? j.spec(h, b, { state }, of)
          : done('y1', 'once-B', { slot: null, nodeId: 'n1' })(j).spec(b, null, { state }, of);
      expect(sideOf(k)).not.toBe('held');
    },
  );
  it('diagnose: old task known only as shut down, new one complete, nothing else kept', () => {
    const p = { ...un, restart: 'on-failure' as const };
    const j = journal()
      .at(1000)
      .spec(view('H', p), view('B', p), { state: 'completed' })
      .task('b1', 'shutdown', {
        taskHash: 'task-B',
        desired: 'shutdown',
        exitCode: 0,
        createdAt: '2026-06-11T00:00:00Z',
      })
      .at(6000)
      .task('h1', 'complete', { desired: 'shutdown', exitCode: 0 });
    expect(diagnoseService(j.lines, app)?.wrong).not.toBe(false);
  });
  it('stop signal of the image is SIGUSR1 (haproxy): a client stops base and head', () => {
    const [b, h] = [once('B'), once('H')];
    const j = begin(b, (k) =>
      t('m1', 'once-B')(k).at(3000).container('m1', 'kill', { signal: '10' }).exited('m1', 0),
    );
    expect(
      sideOf(
        t(
          'm2',
          'once-H',
        )(up(j, b, h))
          .spec(h, b, { state: 'completed' }, of)
          .at(9000)
          .container('m2', 'kill', { signal: '10' })
          .exited('m2', 0),
      ),
    ).not.toBe('held');
  });
});
describe('false blame', () => {
  it.each(['3', '15', '21', '28', '18'])(
    'a client sends signal %s, and the app runs on, found healthy',
    (signal) => {
      const j = heldUpgrade().at(13_000).container('h1', 'kill', { signal });
      expect(settled(j)).toBe('settled');
      expect(judged(j.end(headStamp).lines).outcome).toBe('held');
    },
  );
  it('the same of the old task, to which swarm rolls back', () => {
    const j = journal()
      .base()
      .at(3500)
      .container('b1', 'kill', { signal: '3' })
      .upgrade()
      .updating()
      .at(5000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .exited('h1', 1, 'starting')
      .rollsBack('h1')
      .rollsBack(null, 7000);
    expect(judged(j.end('eb96de94+U').lines).outcome).toBe('rolled-back');
  });
  const call = {
    kind: 'daemon-log',
    about: 'container-kill',
    serviceId: null,
    taskId: null,
    containerId: 'c-h1',
    version: null,
    line: 'Calling POST /v1.41/containers/c-h1/kill?signal=HUP',
  } as const;
  it('SIGHUP by a client, 3 s later it exits with 3', () => {
    const j = heldUpgrade()
      .at(13_000)
      .engineFact(call)
      .container('h1', 'kill', { signal: '1' })
      .at(16_000)
      .exited('h1', 3);
    expect(judged(j.end(headStamp).lines)).toMatchObject({ component: 'app', cause: { kind: 'exit' } });
  });
  it('SIGHUP by a client, 3 s later swarm stops it for being ill', () => {
    const j = heldUpgrade()
      .at(13_000)
      .engineFact(call)
      .container('h1', 'kill', { signal: '1' })
      .at(16_000)
      .ill('h1');
    expect(judged(j.end(headStamp).lines)).toMatchObject({ component: 'app', cause: { kind: 'unhealthy' } });
  });
});
describe('unsettled or failed, where it holds', () => {
  it('service under test, on-failure, no check: old one leaves with 0 when the new one is there', () => {
    const [b, h] = [view('B', { ...un, restart: 'on-failure' }), view('H', { ...un, restart: 'on-failure' })];
    const j = journal()
      .base(b)
      .upgrade(h, b)
      .updating(h, b)
      .at(5000)
      .runs('h1')
      .at(5100)
      .exited('b1', 0)
      .at(11_000)
      .spec(h, b, { state: 'completed' });
    expect(settled(j)).toBe('settled');
    expect(judged(j.end(headStamp).lines).outcome).not.toBe('unsettled');
  });
  it('the head of a base that had run to its end is a server with a health check, found healthy', () => {
    const [b, h] = [once('B'), once('H', { healthcheck: true })];
    const j = t(
      'm2',
      'once-H',
    )(up(begin(b, done('m1', 'once-B')), b, h))
      .container('m2', 'health', { health: 'healthy' })
      .spec(h, b, { state: 'completed' }, of)
      .completed();
    expect(settled(j)).toBe('settled');
    expect(judged(j.end(headStamp).lines).services[side]).toBe('held');
  });
  it('one-shot that failed once and runs anew', () => {
    const [b, h] = [once('B'), once('H')];
    const j = t(
      'm2',
      'once-H',
    )(up(begin(b, done('m1', 'once-B')), b, h))
      .at(6000)
      .exited('m2', 3);
    const v = judged(
      t('m3', 'once-H')(j.at(6500)).spec(h, b, { state: 'completed' }, of).completed().end(headStamp).lines,
    );
    expect(v.sides[0]?.outcome).toBe('failed-later');
    expect(v.cause?.detail).not.toContain('no task of it is on record that failed');
  });
  it('one-shot: base ended with 0, head was found healthy once by its image check, ended with 0', () => {
    const [b, h] = [once('B'), once('H')];
    const j = t(
      'm2',
      'once-H',
    )(up(begin(b, done('m1', 'once-B')), b, h))
      .container('m2', 'health', { health: 'healthy' })
      .at(6000)
      .exited('m2', 0)
      .spec(h, b, { state: 'completed' }, of)
      .completed();
    expect(settled(j)).toBe('settled');
    const lines = j.end(headStamp).lines;
    const v = judged(lines);
    const said = sentencesOf(storyOf(lines)).some((s) => s.includes('migrate at the end: done'));
    expect([v.services[side], said]).not.toEqual(['failed-later', true]);
  });
  it('found ill only after observation had ended', () => {
    const j = heldUpgrade()
      .at(20_000)
      .phase('observe', 'end')
      .phase('collect', 'begin')
      .container('h1', 'health', { health: 'unhealthy' })
      .fact({ kind: 'readback', run: 'r1', service: app, found: true, stamp: headStamp })
      .phase('collect', 'end')
      .engine('end')
      .phase('destroy', 'begin')
      .phase('destroy', 'end')
      .fact({ kind: 'trial-end', end: 'completed' });
    expect(`${judged(j.lines).reason} ${judged(j.lines).cause?.detail ?? ''}`).not.toContain(
      'when observation ended',
    );
  });
});
describe('never settled, though nothing moves any more', () => {
  it.each([
    [2, 1],
    [1, 0],
  ])('a done one-shot scaled from %i to %i', (from, to) => {
    const [b, a] = [once('B', { replicas: from }), once('B', { replicas: to, specHash: 'scaled' })];
    const j = up(
      begin(b, (k) =>
        Array.from({ length: from }).reduce<Journal>(
          (s, _, i) => done(`m${String(i + 1)}`, 'once-B', { slot: i + 1 })(s),
          k,
        ),
      ),
      b,
      a,
    );
    for (let i = to; i < from; i++)
      j.task(`m${String(i + 1)}`, 'complete', { desired: 'remove', exists: false });
    expect(settled(j.completed())).toBe('settled');
  });
  it('a task ended that swarm does not start again', () => {
    const [b, h] = [once('B', { restart: 'none' }), once('H', { restart: 'none' })];
    expect(
      settled(
        t(
          'm2',
          'once-H',
        )(up(begin(b, done('m1', 'once-B')), b, h))
          .exited('m2', 3)
          .spec(h, b, { state: 'paused' }, of)
          .completed(),
      ),
    ).toBe('settled');
    const [b2, h2] = [view('B', { restart: 'on-failure' }), view('H', { restart: 'on-failure' })];
    expect(
      settled(
        journal()
          .base(b2)
          .upgrade(h2, b2)
          .at(5000)
          .serves('h1')
          .stopped('b1')
          .at(11_000)
          .spec(h2, b2, { state: 'completed' })
          .at(12_000)
          .ill('h1'),
      ),
    ).toBe('settled');
  });
});
describe('words', () => {
  it('paused, one of two found ill', () => {
    const [b, h] = [view('B', { replicas: 2 }), view('H', { replicas: 2 })];
    const j = journal()
      .base(b)
      .task('b2', 'starting', { slot: 2 })
      .serves('b2')
      .upgrade(h, b)
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .task('h2', 'starting', { slot: 2 })
      .serves('h2')
      .stopped('b2')
      .at(7000)
      .spec(h, b, {
        state: 'paused',
        message: 'update paused due to failure or early termination of task h2',
      })
      .at(19_900)
      .container('h2', 'health', { health: 'unhealthy' });
    expect(judged(j.end(headStamp).lines).reason).not.toContain('2 of 2');
  });
  it('diagnose: does not run as it should: running 1 of H; asked for 1 of H', () => {
    const k = heldUpgrade().at(13_000).container('h1', 'health', { health: 'unhealthy' });
    expect(JSON.stringify(diagnoseService(k.lines, app)?.proved)).not.toMatch(
      /does not run as it should: running 1 of heavyweb:H; asked for 1 of heavyweb:H/,
    );
  });
  it('base found ill after it stood, its stop outlasts the deadline', () => {
    const j = journal().base().at(3500).container('b1', 'health', { health: 'unhealthy' });
    expect(judged(j.end('none').lines)).toMatchObject({
      outcome: 'base-failed',
      cause: { kind: 'unhealthy' },
    });
  });
  it('a service created with no replicas', () => {
    const c = once('H', { replicas: 0 });
    const j = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(H, B)
      .spec(c, null, null, of)
      .deploy('upgrade', 'end')
      .updating()
      .holds();
    expect(judged(j.end(headStamp).lines).outcome).toBe('held');
  });
});
