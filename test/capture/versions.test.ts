// Which two versions an upgrade was from and to, from what swarm still has of it.
import { describe, expect, it } from 'vitest';
import type { LiveService } from '../../src/capture/index.js';
import { versionsOf } from '../../src/capture/versions.js';
import { at, serviceOf, specOf, taskOf } from './live.js';

const [one, two] = [specOf(), specOf({ Image: 'shop:2' })];
const own = (services: readonly LiveService[]) => {
  const found = versionsOf(services)[0];
  const image = (spec: typeof one | null | undefined): string | undefined =>
    spec?.TaskTemplate.ContainerSpec?.Image;
  return [image(found?.base), image(found?.head), found?.said.join() ?? ''];
};
const updated = (State: string, more: object = {}): LiveService =>
  serviceOf({ Spec: two, PreviousSpec: one, UpdateStatus: { State, StartedAt: at(100) }, ...more });

describe('the versions of an upgrade', () => {
  it.each(['updating', 'completed', 'paused'])('%s: from the previous spec to the live one', (state) => {
    expect(own([updated(state)])).toEqual(['shop:1', 'shop:2', '']);
  });

  it('rolled back by swarm: the head is what its tasks were made of, and what they do not show is said', () => {
    const rolledBack = serviceOf(
      { Spec: one, PreviousSpec: null, UpdateStatus: { State: 'rollback_completed', StartedAt: at(100) } },
      [taskOf(one, { id: 'old', second: 5 }), taskOf(two, { State: 'failed' })],
    );
    expect(own([rolledBack])).toEqual([
      'shop:1',
      'shop:2',
      expect.stringContaining('which tasks do not show'),
    ]);
    expect(
      own([
        serviceOf(
          { ...rolledBack.json, UpdateStatus: { State: 'completed', StartedAt: at(100) } },
          rolledBack.tasks,
        ),
      ])[1],
    ).toBe('shop:2');
  });

  it('but a task of an update before that is none of it, and without one the head is not made up', () => {
    const status = { State: 'rollback_completed', StartedAt: at(100) };
    const rolledBack = serviceOf({ Spec: one, UpdateStatus: status }, [
      taskOf(specOf({ Image: 'shop:0' }), { second: 50 }),
      taskOf(one),
    ]);
    expect(own([rolledBack])).toEqual(['shop:1', 'shop:1', expect.stringContaining('any more')]);
  });

  it('rolled back by hand: the head is the version that was left', () => {
    expect(own([updated('rollback_completed')]).slice(0, 2)).toEqual(['shop:2', 'shop:1']);
  });

  it('a write that only changed labels has no state, and is an update all the same', () => {
    expect(own([serviceOf({ Spec: two, PreviousSpec: one })])).toEqual(['shop:1', 'shop:2', '']);
  });

  it('never updated: one version', () => {
    expect(own([serviceOf({ Spec: one })])).toEqual(['shop:1', 'shop:1', '']);
  });

  it('a service beside it: there before, made with the head, or last updated long before', () => {
    const db = { ...one, Name: 'shop_db' };
    const app = updated('completed');
    expect(own([serviceOf({ Spec: db, CreatedAt: at(0) }), app])).toEqual(['shop:1', 'shop:1', '']);
    expect(own([serviceOf({ Spec: db, CreatedAt: at(99) }), app])).toEqual([
      undefined,
      'shop:1',
      expect.stringContaining('only the head has it'),
    ]);
    const older = { ...db, TaskTemplate: two.TaskTemplate };
    const longAgo = serviceOf({ Spec: db, PreviousSpec: older, UpdatedAt: '2025-12-31T12:00:00Z' });
    expect(own([longAgo, app])).toEqual(['shop:1', 'shop:1', expect.stringContaining('long before')]);
    const justBefore = serviceOf({ Spec: db, PreviousSpec: older, UpdatedAt: at(95) });
    expect(own([justBefore, app]).slice(0, 2)).toEqual(['shop:2', 'shop:1']);
  });
});
