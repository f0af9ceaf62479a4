// What a service was before an upgrade, what the deploy put there, and which tasks are whose.
import { describe, expect, it } from 'vitest';
import type { SpecView } from '../../src/evidence/fact.js';
import {
  changesTasks,
  isWrite,
  serviceUpgrade,
  type ServiceUpgrade,
} from '../../src/evidence/service-upgrade.js';
import { present } from '../../src/base/assert.js';
import type { SpecLine } from '../../src/evidence/timeline.js';
import {
  B,
  H,
  X,
  app,
  baseStamp,
  headStamp,
  journal,
  view,
  type Journal,
} from '../verdict/constructed-journal.js';

const of = (j: Journal, run = 'r1'): ServiceUpgrade => serviceUpgrade(j.lines, run, app);
const names = ({ headTasks, oldTasks }: ServiceUpgrade): readonly (readonly string[])[] =>
  [headTasks, oldTasks].map((tasks) => tasks.map(({ taskId }) => taskId));
const specLine = (spec: SpecView, previousSpec: SpecView | null, patch: Partial<SpecLine> = {}): SpecLine =>
  present(journal().spec(spec, previousSpec, null, patch).lines.at(-1), 'line') as SpecLine;

describe('base and head', () => {
  it('are what stood before the upgrade and what came with its stamp', () => {
    const upgrade = of(journal().base().upgrade().updating().at(5000).serves('h1').stopped('b1').completed());
    expect(upgrade).toMatchObject({
      base: { spec: B, atMs: 1000 },
      head: H,
      headSeen: { atMs: 4000 },
      live: { atMs: 12_000 },
      refused: false,
      intruder: null,
      ownWrite: null,
      writes: [],
    });
    expect(upgrade.sightings.map(({ atMs }) => atMs)).toEqual([4000, 4020, 12_000]);
    expect(names(upgrade)).toEqual([['h1'], ['b1']]);
  });

  it('are the same whether the head was seen itself, or only as what a rollback took away', () => {
    const missed = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .deploy('upgrade', 'end')
      .at(6000)
      .spec(X, H)
      .task('h1', 'running', { taskHash: H.taskHash, stamp: H.stamp });
    expect(of(missed)).toMatchObject({ base: { spec: B }, head: H, headSeen: { atMs: 6000, spec: X } });
  });

  it('of a run that never upgraded are its base and nothing', () => {
    const upgrade = of(journal().base());
    expect(upgrade).toMatchObject({
      begin: null,
      end: null,
      base: { spec: B },
      head: null,
      headSeen: null,
      sightings: [],
    });
    expect(names(upgrade)).toEqual([[], ['b1']]);
  });

  it('where no stamp tells, are the first write since the upgrade began', () => {
    const [old, next] = [view('B', { stamp: null }), view('H', { stamp: null })];
    const upgrade = of(
      journal()
        .base(old)
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .spec(old, old, { state: 'updating' }, { versionIndex: 15 })
        .at(4010)
        .spec(next, old)
        .deploy('upgrade', 'end'),
    );
    expect(upgrade).toMatchObject({ base: { spec: old }, head: next, headSeen: { atMs: 4010 } });
  });

  it('are not told from stamps where another run may have written', () => {
    const rival = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(4100)
      .tree('upgrade', X.stamp ?? '', X.stamp ?? '', 'r2')
      .deploy('upgrade', 'begin', { run: 'r2' })
      .at(4200)
      .spec(X, B)
      .deploy('upgrade', 'end')
      .deploy('upgrade', 'end', { run: 'r2', stamp: X.stamp });
    expect(of(rival)).toMatchObject({ base: { spec: B }, head: null });
    expect(of(rival, 'r2')).toMatchObject({ base: { spec: B }, head: X });
  });

  it("are told by the run's own call where the engine's log has it", () => {
    const called = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(4200)
      .call()
      .spec(H, B)
      .at(4300)
      .deploy('upgrade', 'end');
    expect(of(called)).toMatchObject({
      ownWrite: { at: '2026-06-11T00:00:04.200Z' },
      head: H,
      refused: false,
    });
  });

  it('that the engine refused leave no head, whatever stands there', () => {
    const failure = `failed to update service ${app}: update out of sequence`;
    const refused = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(4100)
      .spec(X, B)
      .at(4200)
      .call()
      .at(4300)
      .deploy('upgrade', 'end', { exitCode: 1, stamp: null, failure });
    expect(of(refused)).toMatchObject({ refused: true, ownWrite: null, head: null, headSeen: null });
    const elsewhere = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(4100)
      .spec(H, B)
      .deploy('upgrade', 'end', {
        exitCode: 1,
        stamp: null,
        failure: 'failed to update service other_db: no',
      });
    expect(of(elsewhere)).toMatchObject({ refused: false, head: H });
  });
});

describe('an intruder', () => {
  const intruded = (): Journal => journal().base().at(3500).spec(X, B);

  it('is what a stranger put over the base before the upgrade', () => {
    const upgrade = of(
      intruded()
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .spec(H, X)
        .deploy('upgrade', 'end'),
    );
    expect(upgrade).toMatchObject({ base: { spec: X }, intruder: { spec: X, atMs: 3500 }, head: H });
  });

  it(
    'is none where another run of the trial may have been the writer, nor where the same spec was seen ' +
      'again',
    () => {
      const shared = journal()
        .begin()
        .at(500)
        .deploy('base', 'begin', { run: 'r2' })
        .at(1000)
        .tree('base', baseStamp)
        .deploy('base', 'begin')
        .spec(B, null)
        .deploy('base', 'end')
        .at(3500)
        .spec(X, B);
      expect(
        of(
          shared
            .at(4000)
            .tree('upgrade', headStamp)
            .deploy('upgrade', 'begin')
            .spec(H, X)
            .deploy('upgrade', 'end'),
        ).intruder,
      ).toBeNull();
      expect(of(journal().base().at(3500).spec(B, null).upgrade()).intruder).toBeNull();
    },
  );
});

describe('tasks of the head', () => {
  it('are told by their stamp where head and base make the same tasks', () => {
    const [next] = [view('H', { taskHash: B.taskHash })];
    const upgrade = of(
      journal()
        .base()
        .upgrade(next)
        .at(5000)
        .task('h1', 'running', { stamp: headStamp })
        .task('b2', 'running', { stamp: baseStamp }),
    );
    expect(names(upgrade)).toEqual([['h1'], ['b1', 'b2']]);
  });

  it('are those made since the upgrade began where not even the stamp tells', () => {
    const next = view('H', { taskHash: B.taskHash, stamp: B.stamp, specHash: 'replicas' });
    const upgrade = of(
      journal()
        .base()
        .at(4000)
        .tree('upgrade', baseStamp)
        .deploy('upgrade', 'begin')
        .spec(next, B)
        .deploy('upgrade', 'end', { stamp: baseStamp })
        .at(5000)
        .task('b2', 'running', { slot: 2 }),
    );
    expect(names(upgrade)).toEqual([['b2'], ['b1']]);
  });

  it('are all there are of a service that the head created', () => {
    const created = journal()
      .begin()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(H, null)
      .deploy('upgrade', 'end')
      .at(5000)
      .task('h1', 'running');
    expect(of(created)).toMatchObject({ base: null, head: H });
    expect(names(of(created))).toEqual([['h1'], []]);
  });

  it('are told by their stamp where the head was never seen', () => {
    const unseen = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .deploy('upgrade', 'end')
      .at(5000)
      .task('h1', 'running', { taskHash: 'x', stamp: headStamp });
    expect(names(of(unseen))).toEqual([['h1'], ['b1']]);
  });
});

describe('a write', () => {
  it('is another spec, or the same one posted again over a known version', () => {
    const base = specLine(B, null, { versionIndex: 15 });
    expect(isWrite(specLine(H, B, { versionIndex: 20 }), base)).toBe(true);
    expect(isWrite(specLine(B, B, { versionIndex: 20 }), base)).toBe(true);
    expect(isWrite(specLine(B, B, { versionIndex: 15 }), base)).toBe(false);
    expect(isWrite(specLine(B, null, { versionIndex: 20 }), base)).toBe(false);
    expect(isWrite(specLine(B, H, { versionIndex: 20 }), base)).toBe(false);
    expect(isWrite(specLine(B, null), null)).toBe(true);
  });

  it('changes tasks when it changes what they are made of, and there are some before and after', () => {
    const none = { replicas: 0 };
    expect(changesTasks(H, specLine(B, null))).toBe(true);
    expect(changesTasks(view('H', { templateHash: B.templateHash }), specLine(B, null))).toBe(false);
    expect(changesTasks(view('H', none), specLine(view('B', none), null))).toBe(false);
    expect(changesTasks(view('H', none), specLine(B, null))).toBe(false);
    expect(changesTasks(H, specLine(view('B', none), null))).toBe(false);
  });
});
