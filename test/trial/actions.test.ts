// When somebody else's actions are done, and what is on record of them; the actions are doubles that note
// that they were called.
import { expect, test } from 'vitest';
import type { Evidence, EvidenceOf } from '../../src/evidence/evidence.js';
import type { DrawnAction } from '../../src/plan/plan.js';
import { keys } from '../../src/scenario/map-shape.js';
import { member } from '../../src/scenario/definition.js';
import type { Action } from '../../src/trial/ports.js';
import { runDoubled, swift, type Ran, type Wishes } from './doubled-trial.js';

const drawn = (action: string, more: Partial<DrawnAction> = {}): DrawnAction => ({
  action,
  at: 'upgrade',
  afterMs: 0,
  options: {},
  ...more,
});

async function withActions(actions: readonly DrawnAction[], more: Wishes = {}): Promise<Ran> {
  const performed: string[] = [];
  const double = (name: string, perform: Action['perform']): Action => ({
    ...member({ name, summary: '', example: '', options: keys(name, {}) }),
    words: () => `did ${name}`,
    versions: () => [],
    perform,
  });
  const ran = await runDoubled({
    ...more,
    actions,
    ports: {
      actions: {
        restarter: { ...double('restarter', () => Promise.resolve()), restartsDaemon: true },
        good: double('good', (_, { run }) => {
          performed.push(run.run);
          return Promise.resolve();
        }),
        bad: double('bad', () => Promise.reject(new Error('there is no service app'))),
        other: double('other', (_, { deploy }, signal) => deploy({ commit: 'v9', overlays: [] }, signal)),
      },
    },
  });
  return { ...ran, notes: [...ran.notes, ...performed.map((run) => `good to ${run}`)] };
}

function marksOf(lines: readonly Evidence[]): readonly string[] {
  return lines
    .filter((line): line is EvidenceOf<'action'> => line.kind === 'action')
    .map(({ action, mark, what, failure }) => `${action} ${mark}: ${failure ?? what}`);
}

function deployOfHead(lines: readonly Evidence[]): number {
  return lines.find((line) => line.kind === 'deploy' && line.step === 'upgrade')?.seq ?? Infinity;
}

test('an action is on record as it begins and as it ends, and the trial is completed', async () => {
  const { lines, notes } = await withActions([drawn('good')]);
  expect(marksOf(lines)).toEqual(['good begin: did good', 'good end: did good']);
  expect(notes).toContain('good to r1');
  expect(lines.at(-1)).toMatchObject({ kind: 'trial-end', end: 'completed' });
});

test('an action that restarts the daemon says so on record, and no other', async () => {
  const { lines } = await withActions([drawn('restarter'), drawn('good')]);
  const told = lines.flatMap((line) => (line.kind === 'action' ? [[line.action, line.restartsDaemon]] : []));
  expect(new Set(told.map(([name, restarts]) => `${String(name)} ${String(restarts)}`))).toEqual(
    new Set(['restarter true', 'good undefined']),
  );
});

test('what is due while the base stands is over before the head is deployed', async () => {
  const { lines } = await withActions([drawn('good', { at: 'stands', afterMs: 50 })]);
  const ended = lines.find((line) => line.kind === 'action' && line.mark === 'end');
  expect(ended?.seq).toBeLessThan(deployOfHead(lines));
});

test('a trial that has settled waits for what is still due', async () => {
  const { lines } = await withActions([drawn('good', { at: 'deployed', afterMs: 400 })]);
  const ended = lines.find((line) => line.kind === 'action' && line.mark === 'end');
  const observed = lines.find(
    (line) => line.kind === 'phase' && line.phase === 'observe' && line.mark === 'end',
  );
  expect(ended?.seq).toBeLessThan(observed?.seq ?? 0);
});

test('what is due once swarm has made up its mind is done, and so is what swarm is seen to come to', async () => {
  const { lines } = await withActions([drawn('good', { at: 'settled' }), drawn('good', { at: 'monitor' })]);
  expect(marksOf(lines)).toHaveLength(4);
});

test('an action that fails is on record with the reason, and ends no trial', async () => {
  const { lines } = await withActions([drawn('bad')]);
  expect(marksOf(lines)).toEqual(['bad begin: did bad', 'bad end: there is no service app']);
  expect(lines.at(-1)).toMatchObject({ kind: 'trial-end', end: 'completed' });
});

test('what never comes, or comes when observation is over, has no line at all', async () => {
  const { lines } = await withActions([
    drawn('good', { at: 'rollback' }),
    drawn('good', { at: 'upgrade', afterMs: 2 * swift.deadlineMs }),
  ]);
  expect(marksOf(lines)).toEqual([]);
  expect(lines.at(-1)).toMatchObject({ kind: 'trial-end', end: 'completed' });
});

test('somebody else deploys by the same deployer, at his own ref, and no deploy of the trial is on record of it', async () => {
  const heads: string[] = [];
  const { lines } = await withActions([drawn('other', { at: 'stands' })], {
    deploy: ({ settings }) => {
      heads.push(settings.recipe.head);
      return Promise.resolve(
        settings.recipe.head === 'v9' ? { exitCode: 1, stamp: null, failure: 'refused' } : null,
      );
    },
  });
  expect(heads[1]).toBe('v9');
  expect(heads).toHaveLength(3);
  expect(marksOf(lines)[1]).toBe('other end: the deployer ended with exit code 1: refused');
  expect(lines.filter((line) => line.kind === 'deploy')).toHaveLength(4);
});
