// When a base stands: beside a service that may serve or run once, and where its app ends again and again.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SpecView } from '../../src/evidence/fact.js';
import type { Settings } from '../../src/scenario/scenario.js';
import { isBaseConverged } from '../../src/evidence/progress.js';
import { untilBaseStands } from '../../src/trial/standing-base.js';
import { createRecorder } from '../../src/trial/recorder.js';
import { B, Journal, stack, trialSpec, view } from '../verdict/constructed-journal.js';

const side = `${stack}_migrate`;
const once: Partial<SpecView> = {
  restart: 'on-failure',
  healthcheck: false,
  specHash: 'side',
  taskHash: 'side',
};

const short = { observe: { settleMs: 0, deadlineMs: 60_000, baseDeadlineMs: 10_000 } };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A trial whose base stands, with this service beside the app, and what is to come. */
function standing(patch: Partial<SpecView>, settings: Partial<Settings> = {}) {
  const journal = new Journal()
    .deploy('base', 'begin')
    .deploy('base', 'end')
    .spec(B, null)
    .spec(view('B', { ...once, ...patch }), null, null, { service: side, serviceId: 'svc2' })
    .task('app1', 'running')
    .task('m1', 'running', { service: side, serviceId: 'svc2' });
  const recorder = createRecorder(
    {
      append: () => undefined,
      console: () => undefined,
      conceal: () => undefined,
      close: () => undefined,
      lost: new AbortController().signal,
    },
    { monotonicMs: () => Date.now(), wall: () => '2026-01-01T00:00:00.000Z' },
  );
  let told = 0;
  const tell = (): void => {
    for (const line of journal.lines.slice(told)) recorder.emit({ ...line, ...{ atMs: recorder.nowMs() } });
    told = journal.lines.length;
  };
  tell();
  const spec = trialSpec();
  const { runs } = spec;
  let stood: boolean | null = null;
  void untilBaseStands(
    { recorder, spec: { ...spec, settings: { ...spec.settings, ...settings } } },
    { runs, stands: () => isBaseConverged(recorder.lines, 'r1') },
    new AbortController().signal,
  ).then((stands) => {
    stood = stands;
  });
  return { journal, tell, stood: () => stood };
}

it('is watched until it has run to its end', async () => {
  const { journal, tell, stood } = standing({});
  await vi.advanceTimersByTimeAsync(1000);
  expect(stood()).toBeNull();
  journal.task('m1', 'complete', { desired: 'shutdown', exitCode: 0 });
  tell();
  await vi.advanceTimersByTimeAsync(0);
  expect(stood()).toBe(true);
});

it('is watched for no longer than a one-shot is given, as a server runs on', async () => {
  const { stood } = standing({});
  await vi.advanceTimersByTimeAsync(4900);
  expect(stood()).toBeNull();
  await vi.advanceTimersByTimeAsync(200);
  expect(stood()).toBe(true);
});

it('has to stand once more where it failed meanwhile', async () => {
  const { journal, tell, stood } = standing({});
  journal.task('m1', 'failed', { desired: 'shutdown', exitCode: 1 });
  tell();
  await vi.advanceTimersByTimeAsync(6000);
  expect(stood()).toBeNull();
  journal.task('m2', 'running', { service: side, serviceId: 'svc2' });
  tell();
  await vi.advanceTimersByTimeAsync(1000);
  expect(stood()).toBe(true);
});

it.each([
  ['its spec has swarm start it again whatever it ends with', { restart: 'any' }, {}, 1000],
  ['it has a healthcheck, as servers have', { healthcheck: true }, {}, 0],
  ['it is the service under test', {}, { service: 'migrate' }, 1000],
  [
    'runs race on one stack',
    {},
    { stacks: { concurrent: 2, share: 'stack', lock: 'none', startJitterMs: 0 } },
    0,
  ],
] as const)('is not waited for as a one-shot is where %s', async (_, patch, settings, momentMs) => {
  const { stood } = standing(patch, settings as Partial<Settings>);
  await vi.advanceTimersByTimeAsync(Math.max(0, momentMs - 1));
  expect(stood()).toBe(momentMs === 0 ? true : null);
  await vi.advanceTimersByTimeAsync(1);
  expect(stood()).toBe(true);
});

describe('a base without a health check', () => {
  it('does not stand where its app ends again and again, each time after a moment', async () => {
    const { journal, tell, stood } = standing({ restart: 'any' }, short);
    for (let count = 1; count < 8; count++) {
      await vi.advanceTimersByTimeAsync(800);
      journal.task(`m${String(count)}`, 'failed', { desired: 'shutdown', exitCode: 1 });
      tell();
      await vi.advanceTimersByTimeAsync(1200);
      journal.task(`m${String(count + 1)}`, 'running', { service: side, serviceId: 'svc2' });
      tell();
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(stood()).toBe(false);
  });

  it('stands where its app waited for another one and then goes on for longer than it had', async () => {
    const { journal, tell, stood } = standing({ restart: 'any' }, short);
    await vi.advanceTimersByTimeAsync(900);
    journal.task('m1', 'failed', { desired: 'shutdown', exitCode: 1 });
    tell();
    await vi.advanceTimersByTimeAsync(100);
    journal.task('m2', 'running', { service: side, serviceId: 'svc2' });
    tell();
    await vi.advanceTimersByTimeAsync(1800);
    expect(stood()).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(stood()).toBe(true);
  });
});
