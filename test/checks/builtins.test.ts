// What the builtin checks make of what an engine lists: each on the answers that tell it from the others.
import { expect, it } from 'vitest';
import { checks } from '../../src/checks/index.js';
import type { CheckAnswer } from '../../src/trial/ports.js';
import { contextOf, service, type Wishes } from './context.js';

function ask(name: string, options: unknown, wishes: Wishes): Promise<CheckAnswer> {
  const context = contextOf(wishes);
  const answer = checks[name]?.ask(options, context, AbortSignal.timeout(20_000));
  if (answer === undefined) throw new Error(`no check ${name}`);
  return answer;
}

const base = service({ label: 'eb96de94+U' });

it.each([
  ['the label that was meant', [service()], 'good'],
  ['that label without the mark of a dirty tree', [service({ label: '7ae7b0f7' })], 'good'],
  ['the label of the base', [base], 'bad'],
  ['no label', [service({ label: null })], 'bad'],
])('label: healthy with %s is %s', async (_, services, answer) => {
  await expect(ask('label', {}, { looks: [services] })).resolves.toMatchObject({ answer });
});

it('label waits for every service and for health before it looks at the label', async () => {
  const short = [service(), service({ name: 'db', running: 0 })];
  await expect(ask('label', {}, { looks: [short, [service()]] })).resolves.toMatchObject({ answer: 'good' });
  const waits = { looks: [[service()]], health: 'Up 3 seconds (health: starting)', timeoutMs: 100 };
  await expect(ask('label', {}, waits)).resolves.toMatchObject({
    answer: 'bad',
    said: 'gave up after 100 ms: disc-abc123_app has no healthy container',
  });
});

it('guard does not take the end of an older update for that of this one, and with the race it does', async () => {
  const stale = service({ state: 'completed', startedAt: 'older' });
  const looks = [[stale], [service({ state: 'rollback_completed', startedAt: 'newer' })]];
  const before = [service({ state: 'completed', startedAt: 'older', label: 'eb96de94+U' })];
  await expect(ask('guard', {}, { before, looks })).resolves.toMatchObject({
    answer: 'bad',
    said: 'rollback_completed: is rollback_completed',
  });
  await expect(ask('guard', { race: 'true' }, { before, looks: [[stale]] })).resolves.toMatchObject({
    answer: 'good',
  });
});

it('guard goes on after its grace when no update begins, and compares the label all the same', async () => {
  await expect(ask('guard', { grace: '0' }, { before: [base], looks: [[base]] })).resolves.toMatchObject({
    answer: 'bad',
    said: 'healthy, but the label is eb96de94+U, not 7ae7b0f7+U',
  });
});

it('guard waits while the update is under way', async () => {
  const looks = [[service({ state: 'updating', startedAt: 'newer' })]];
  await expect(ask('guard', {}, { looks, timeoutMs: 100 })).resolves.toMatchObject({
    answer: 'bad',
    said: 'gave up after 100 ms: the update is under way',
  });
});

it.each([
  ['a completed update', [service({ state: 'completed' })], 'good'],
  ['a service that was never updated', [service()], 'good'],
  ['a completed update with a foreign label', [service({ state: 'completed', label: 'ffffffff' })], 'good'],
  ['a paused one', [service({ state: 'paused' })], 'bad'],
  ['one that is rolled back', [service({ state: 'rollback_started' })], 'bad'],
  [
    'a side service that is rolled back',
    [service(), service({ name: 'db', state: 'rollback_completed' })],
    'bad',
  ],
  ['no services', [], 'bad'],
])('poll-status: %s is %s', async (_, services, answer) => {
  await expect(ask('poll-status', {}, { looks: [services] })).resolves.toMatchObject({ answer });
});

it('poll-status waits for tasks and for an update that is under way', async () => {
  const looks = [
    [service({ running: 0 })],
    [service({ state: 'updating' })],
    [service({ state: 'completed' })],
  ];
  await expect(ask('poll-status', { every: '10ms' }, { looks })).resolves.toMatchObject({ answer: 'good' });
});
