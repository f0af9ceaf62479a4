// How single services end, one signature at a time, each with near misses on both sides of its limits.
import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.js';
import type { EvidenceOf } from '../../../src/evidence/evidence.js';
import type { SpecView } from '../../../src/evidence/fact.js';
import { baseFailed } from '../../../src/verdict/signatures/base-failed.js';
import { completed } from '../../../src/verdict/signatures/completed.js';
import { created } from '../../../src/verdict/signatures/created.js';
import { isAdded } from '../../../src/verdict/signatures/escape.js';
import { neverApplied } from '../../../src/verdict/signatures/never-applied.js';
import { overwritten } from '../../../src/verdict/signatures/overwritten.js';
import { paused } from '../../../src/verdict/signatures/paused.js';
import { postedAgain } from '../../../src/verdict/signatures/posted-again.js';
import { rolledBack } from '../../../src/verdict/signatures/rolled-back.js';
import { runToEnd } from '../../../src/verdict/signatures/run-to-end.js';
import { unsettled } from '../../../src/verdict/signatures/unsettled.js';
import { headDeaths, storyOf, type Finding, type Signature, type Story } from '../../../src/verdict/story.js';
import {
  app,
  B,
  baseStamp,
  H,
  headStamp,
  journal,
  stack,
  trialSpec,
  view,
  X,
  type Journal,
} from '../constructed-journal.js';

const run = present(trialSpec().runs[0], 'run');
const told = (j: Journal, underTest = true): Story => storyOf(j.lines, run, app, underTest);
const match = (signature: Signature, j: Journal, underTest = true): Finding | null =>
  signature.match(told(j, underTest));
const upgraded = (): Journal => journal().base().upgrade().updating().at(5000);
const died = { exitCode: 3, message: 'started', err: 'task: non-zero exit (3)', desired: 'shutdown' };

describe('a base that failed', () => {
  const noBase = (j: (journal: Journal) => Journal): Finding | null =>
    match(
      baseFailed,
      j(journal().begin().at(1000).deploy('base', 'begin').spec(B, null).deploy('base', 'end').at(2000)),
    );

  it.each([
    [
      'the first that died',
      (j: Journal) => j.task('b1', 'pending').task('b2', 'failed', died).task('b3', 'failed', died),
      'b2',
    ],
    [
      'or the first that waits',
      (j: Journal) => j.task('b2', 'pending').task('b3', 'pending', { slot: 2 }),
      'b2',
    ],
    ['not one that is gone', (j: Journal) => j.task('b1', 'pending', { exists: false }), null],
    ['not one that is to go', (j: Journal) => j.task('b1', 'pending', { desired: 'shutdown' }), null],
    ['not one that swarm stopped', (j: Journal) => j.task('b1', 'shutdown', { desired: 'shutdown' }), null],
    [
      'one of each kind',
      (j: Journal) => j.task('b1', 'running', { desired: 'shutdown' }).task('b2', 'starting', { slot: 2 }),
      'b2',
    ],
  ] as const)('by its tasks: %s', (_, tasks, task) => {
    const found = noBase(tasks);
    expect(found).toMatchObject({
      outcome: 'base-failed',
      reason: 'the base did not converge before its deadline',
    });
    expect(found?.cause?.task ?? null).toBe(task);
  });

  it('is not known where none of its tasks is on record, those of other stacks aside', () => {
    expect(noBase((j) => j)?.reason).toBe('no task of the base is on record');
    expect(noBase((j) => j.task('x1', 'pending', { service: 'other_app' }))?.outcome).toBe('inconclusive');
    expect(noBase((j) => j.task('x1', 'pending', { service: `${stack}_db` }))?.outcome).toBe('base-failed');
  });

  it('is not blamed on a task that is done', () => {
    const once = view('B', { restart: 'none', healthcheck: false });
    const j = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .spec(once, null)
      .deploy('base', 'end')
      .at(2000);
    expect(
      match(baseFailed, j.task('b1', 'complete', { exitCode: 0 }).task('b2', 'failed', died))?.cause?.task,
    ).toBe('b2');
  });

  it('by its deploy is told with what the deployer said', () => {
    const refused = (failure: string | null): Finding | null =>
      match(
        baseFailed,
        journal().begin().deploy('base', 'begin').deploy('base', 'end', { exitCode: 1, failure }),
      );
    expect(refused('no such network')).toMatchObject({
      outcome: 'base-failed',
      reason: 'the base deploy ended with exit code 1: no such network',
      cause: { kind: 'deployer-error', exitCode: 1 },
    });
    expect(refused(null)?.reason).toContain('it said nothing');
  });

  it('is none where the upgrade was begun over a base that stood', () => {
    expect(match(baseFailed, upgraded())).toBeNull();
    expect(match(baseFailed, journal().base())?.reason).toContain('yet the upgrade was never begun');
    expect(match(baseFailed, journal().begin())?.reason).toContain(
      'the end of the base deploy is not on record',
    );
  });
});

describe('a service that the head creates', () => {
  const made = (tasks: (j: Journal) => Journal, spec: SpecView = H): Finding | null =>
    match(
      created,
      tasks(
        journal()
          .begin()
          .at(4000)
          .deploy('upgrade', 'begin')
          .spec(spec, null)
          .deploy('upgrade', 'end')
          .at(5000),
      ),
    );

  it.each([
    ['runs', (j: Journal) => j.task('h1', 'running'), 'held', null],
    ['waits', (j: Journal) => j.task('h1', 'pending'), 'unsettled', 'start-timeout'],
    [
      'was stopped',
      (j: Journal) => j.task('h1', 'shutdown', { desired: 'shutdown' }),
      'unsettled',
      'unknown',
    ],
    ['died', (j: Journal) => j.task('h1', 'failed', died), 'failed-later', 'exit'],
    ['has no task on record', (j: Journal) => j, 'inconclusive', null],
  ] as const)('that %s is told by that', (_, tasks, outcome, kind) => {
    const found = made(tasks);
    expect([found?.outcome, found?.cause?.kind ?? null]).toEqual([outcome, kind]);
    expect(found?.failedLater ?? null).toBe(outcome === 'failed-later' ? 'unmonitored' : null);
  });

  it('that ended with 0 is not said to run', () => {
    const once = view('H', { restart: 'on-failure', healthcheck: false });
    const done = made((j) => j.task('h1', 'running').exited('h1', 0), once);
    expect(done?.reason).toBe('the head creates the service, and it ran to its end with 0');
    expect(done?.remark).toContain('should it serve, it is gone');
    expect(made((j) => j.task('h1', 'running'), once)?.reason).toContain('runs in every slot');
    expect(made((j) => j.runs('h1').ill('h1'), once)?.outcome).toBe('failed-later');
  });

  it('is none that stood before, and none that is not there', () => {
    expect(match(created, upgraded())).toBeNull();
    expect(match(created, journal().begin())).toBeNull();
  });
});

describe('an added slot', () => {
  const added = (base: number | null, head: number | null, slot: number, old = 1): boolean => {
    const [b, h] = [view('B', { replicas: base }), view('H', { replicas: head })];
    const j = journal()
      .base(b)
      .upgrade(h, b)
      .updating(h, b)
      .at(5000)
      .task('h1', 'failed', { ...died, slot });
    if (old === 2) j.task('b2', 'running', { slot: 2, taskHash: B.taskHash, stamp: B.stamp });
    const story = told(j);
    return isAdded(
      story,
      present(
        story.tasks.find(({ taskId }) => taskId === 'h1'),
        'task',
      ),
    );
  };

  it.each([
    [1, 2, 2, 1, true],
    [1, 2, 1, 1, false],
    [2, 2, 2, 1, false],
    [3, 2, 2, 1, false],
    [1, 2, 2, 2, false],
    [null, 2, 2, 1, false],
    [1, null, 2, 1, false],
  ] as const)(
    'is one more than the base asked for: %s to %s replicas, in slot %i beside %i',
    (base, head, slot, old, is) => {
      expect(added(base, head, slot, old)).toBe(is);
    },
  );
});

describe('a head that never reached swarm', () => {
  it('by a deployer that took another stamp than the tree gives', () => {
    const took = (stamp: string | null): Finding | null =>
      match(
        neverApplied,
        journal()
          .base()
          .at(4000)
          .tree('upgrade', headStamp)
          .deploy('upgrade', 'begin')
          .deploy('upgrade', 'end', { stamp }),
      );
    expect(took('ffffffff')).toMatchObject({
      outcome: 'never-applied',
      reason: `the deployer took ffffffff from a tree that gives ${headStamp}`,
      cause: { kind: 'wrong-stamp' },
    });
    expect(took(headStamp)?.cause?.kind).not.toBe('wrong-stamp');
    expect(took(null)?.cause?.kind).not.toBe('wrong-stamp');
  });

  it('cites what was meant: the tree, or who watched', () => {
    const put = (spec: SpecView): Finding | null =>
      match(neverApplied, journal().base().upgrade(spec).updating(spec).at(5000).task('h1', 'running'));
    const found = put(X);
    expect(found).toMatchObject({
      reason: `the deployer put ${X.stamp ?? ''} where git says ${headStamp}`,
      cause: { kind: 'wrong-stamp', evidence: [expect.any(Number), expect.any(Number)] },
    });
    expect(put(view('X', { stamp: null }))?.reason).toContain('the deployer put no stamp where');
    expect(put(H)).toBeNull();
    expect(match(neverApplied, journal().base().upgrade(X).updating(X), false)).toBeNull();
  });

  const nothing = (
    end: Partial<EvidenceOf<'deploy'>> | null,
    more: (j: Journal) => Journal = (j) => j,
    underTest = true,
  ): Finding | null => {
    const j = journal().base().at(4000).tree('upgrade', headStamp).deploy('upgrade', 'begin');
    return match(neverApplied, more(end === null ? j : j.deploy('upgrade', 'end', end)), underTest);
  };
  const read =
    (stamp: string | null, found = true) =>
    (j: Journal): Journal =>
      j.at(9000).fact({ kind: 'readback', run: 'r1', service: app, found, stamp });

  it.each([
    [
      'no end of the deploy',
      null,
      undefined,
      'inconclusive',
      "the end of the upgrade's deploy is not on record",
    ],
    [
      'an exit code',
      { exitCode: 1, stamp: null, failure: 'boom' },
      undefined,
      'never-applied',
      'ended with exit code 1 and put nothing: boom',
    ],
    [
      'an exit code alone',
      { exitCode: 1, stamp: null },
      undefined,
      'never-applied',
      'put nothing: it said nothing',
    ],
    [
      'a readback of the base',
      {},
      read(baseStamp),
      'never-applied',
      'the deployer said that it worked, and put nothing',
    ],
    [
      'no readback',
      {},
      undefined,
      'inconclusive',
      'no spec and no readback after the deploy shows what it put',
    ],
    ['a readback of something else', {}, read(headStamp), 'inconclusive', 'no spec and no readback'],
    [
      'a readback of a service that is gone',
      {},
      read(baseStamp, false),
      'inconclusive',
      'no spec and no readback',
    ],
  ] as const)('put nothing, by %s', (_, end, more, outcome, words) => {
    const found = nothing(end, more);
    expect(found?.outcome).toBe(outcome);
    expect(found?.reason).toContain(words);
  });

  it('beside the service under test left this one alone', () => {
    expect(nothing({}, undefined, false)).toMatchObject({
      outcome: 'no-op',
      reason: 'the head left the service alone',
    });
  });
});

describe('an overwritten head', () => {
  const over = (write: (j: Journal) => Journal): Finding | null =>
    match(overwritten, write(upgraded().task('h1', 'running').at(9000)));

  it.each([
    ['another spec', (j: Journal) => j.spec(X, H), `another client put ${X.stamp ?? ''} over the head`],
    [
      'one without a stamp',
      (j: Journal) => j.spec(view('X', { stamp: null }), H),
      'another client put a spec without stamp over the head',
    ],
    [
      'one that kept its stamp',
      (j: Journal) => j.spec(view('X', { stamp: H.stamp }), H),
      'another client changed the service over the head, whose stamp it kept',
    ],
    ['the base again', (j: Journal) => j.spec(B, H), 'a client deployed the base again'],
    [
      'a rollback by hand',
      (j: Journal) => j.spec(B, H, { state: 'rollback_started' }),
      'a client rolled the service back by hand',
    ],
    [
      'one that says so',
      (j: Journal) => j.spec(B, H, { state: 'updating', message: 'manually requested rollback' }),
      'a client rolled the service back by hand',
    ],
    [
      'another after a rollback',
      (j: Journal) => j.spec(B, null, { state: 'rollback_started' }).at(9500).spec(X, B),
      `swarm had rolled the head back when another client put ${X.stamp ?? ''} over the head`,
    ],
    [
      'another after a rollback that no look caught',
      (j: Journal) => j.spec(X, B),
      'swarm had rolled the head back when another client put',
    ],
    [
      'the head after a rollback',
      (j: Journal) => j.spec(B, null, { state: 'rollback_started' }).at(9500).spec(H, B),
      'another client put the head there again',
    ],
    [
      'swarm’s rollback to the head',
      (j: Journal) => j.spec(H, null),
      'swarm rolled back what another client had put over the head',
    ],
  ] as const)('is told by what was put: %s', (_, write, words) => {
    expect(over(write)).toMatchObject({
      outcome: 'overwritten',
      reason: expect.stringContaining(words) as string,
      cause: { kind: 'foreign-write' },
    });
  });

  it('is said to have been rolled back before only where it was', () => {
    const reason = (write: (j: Journal) => Journal): string => over(write)?.reason ?? '';
    const before = /^swarm had rolled the head back when /;
    expect(reason((j) => j.spec(X, H))).not.toMatch(before);
    expect(reason((j) => j.spec(B, H))).not.toMatch(before);
    expect(reason((j) => j.spec(X, X))).not.toMatch(before);
    expect(reason((j) => j.spec(X, null))).not.toMatch(before);
    expect(reason((j) => j.spec(X, B))).toMatch(before);
    expect(reason((j) => j.spec(B, B))).not.toMatch(before);
  });

  it.each([
    ['nothing more', (j: Journal) => j],
    ['its own completion', (j: Journal) => j.spec(H, B, { state: 'completed' })],
    ['swarm’s own rollback', (j: Journal) => j.spec(B, null, { state: 'rollback_started' })],
    ['its end with the stack', (j: Journal) => j.spec(X, H, null, { exists: false })],
  ] as const)('is none by %s', (_, write) => {
    expect(over(write)).toBeNull();
  });

  it('whose own write was never seen is told by what stands there', () => {
    const j = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .deploy('upgrade', 'end', { stamp: null });
    const found = match(overwritten, j.at(9000).spec(X, B));
    expect(found === null || found.outcome === 'overwritten').toBe(true);
  });

  it('posted again says how the head fared', () => {
    const again = (tasks: (j: Journal) => Journal): string =>
      match(overwritten, tasks(upgraded().at(6000).spec(H, H)).at(9000))?.reason ?? '';
    const words = 'another client posted the head again while its update was under way';
    expect(again((j) => j.task('b1', 'shutdown', { desired: 'shutdown' }).task('h1', 'running'))).toMatch(
      new RegExp(`^${words}.*; the head runs in every slot$`),
    );
    expect(again((j) => j.task('h1', 'pending'))).toMatch(/the head does not run in every slot$/);
    expect(again((j) => j.task('h1', 'failed', died))).toMatch(/; 1 task of the head died$/);
    expect(again((j) => j.task('h1', 'failed', died).task('h2', 'failed', died))).toMatch(
      /; 2 tasks of the head died$/,
    );
  });
});

describe('the head posted again', () => {
  const again = (write: (j: Journal) => Journal): ReturnType<typeof postedAgain> =>
    postedAgain(told(write(upgraded().at(6000))));

  it.each([
    ['the head as the spec before', (j: Journal) => j.spec(H, H, { state: 'updating' }), true],
    ['a status that is gone', (j: Journal) => j.spec(H, B), true],
    ['a look at the same', (j: Journal) => j.spec(H, B, { state: 'updating' }), false],
    [
      'after swarm had let it pass',
      (j: Journal) => j.spec(H, B, { state: 'completed' }).at(7000).spec(H, H),
      false,
    ],
    ['a spec that is gone', (j: Journal) => j.spec(H, H, null, { exists: false }), false],
    ['another spec', (j: Journal) => j.spec(X, H), false],
  ] as const)('is known by the service: %s', (_, write, is) => {
    expect(again(write) !== null).toBe(is);
  });

  it('is that of the run whose upgrade began last before it', () => {
    const rival =
      (run_: string, ms: number) =>
      (j: Journal): Journal =>
        j.at(ms).deploy('upgrade', 'begin', { run: run_ });
    const by = (j: Journal): string | null | undefined => again(() => j)?.run;
    const begun = rival('r3', 5200)(rival('r2', 5100)(upgraded()));
    expect(by(begun.at(6000).spec(H, H))).toBe('r3');
    expect(by(rival('r2', 6100)(upgraded().at(6000).spec(H, H)))).toBeNull();
    expect(by(upgraded().at(5100).deploy('base', 'begin', { run: 'r2' }).at(6000).spec(H, H))).toBeNull();
  });
});

describe('a rollback', () => {
  const back = (state: string, tasks: (j: Journal) => Journal): Finding | null =>
    match(rolledBack, tasks(upgraded().task('h1', 'failed', died).at(9000).spec(B, null, { state })));

  it.each([
    ['rollback_completed', (j: Journal) => j, 'rolled-back'],
    ['rollback_started', (j: Journal) => j, 'unsettled'],
    ['rollback_paused', (j: Journal) => j, 'rollback-failed'],
    [
      'rollback_completed',
      (j: Journal) => j.task('b1', 'failed', { ...died, desired: 'running' }),
      'rollback-failed',
    ],
    [
      'rollback_started',
      (j: Journal) => j.task('b1', 'failed', { ...died, desired: 'running' }),
      'unsettled',
    ],
  ] as const)('that is %s ended so', (state, tasks, outcome) => {
    expect(back(state, tasks)?.outcome).toBe(outcome);
  });

  it('that stopped half-way says whether the old version runs by now', () => {
    expect(back('rollback_paused', (j) => j)?.reason).toContain('though the old version runs by now');
    expect(back('rollback_paused', (j) => j.task('b1', 'pending'))?.reason).toContain(
      'the old version does not run',
    );
  });

  it('is none where the head stands, where nothing was applied, or before the upgrade', () => {
    expect(match(rolledBack, upgraded())).toBeNull();
    expect(match(rolledBack, journal().base())).toBeNull();
    expect(match(rolledBack, journal().begin())).toBeNull();
    expect(match(rolledBack, journal().base().at(4000).deploy('upgrade', 'begin'))).toBeNull();
  });
});

describe('an update that stopped or went on', () => {
  it.each([
    ['paused', paused, 'paused'],
    ['updating', unsettled, 'unsettled'],
  ] as const)('is told by its state: %s', (state, signature, outcome) => {
    const j = (): Journal => upgraded().task('h1', 'pending').at(9000).spec(H, B, { state });
    expect(match(signature, j())?.outcome).toBe(outcome);
    expect(match(signature, upgraded().at(9000).spec(H, B, { state: 'completed' }))).toBeNull();
    expect(match(signature, upgraded().at(9000).spec(B, null, { state }))).toBeNull();
  });

  it('that is paused says where the head runs', () => {
    const [b, h] = [view('B', { replicas: 3 }), view('H', { replicas: 3 })];
    const where = (tasks: (j: Journal) => Journal): string =>
      match(
        paused,
        tasks(journal().base(b).upgrade(h, b).updating(h, b).at(5000))
          .at(9000)
          .spec(h, b, { state: 'paused' }),
      )?.reason ?? '';
    const gone = (j: Journal): Journal => j.task('b1', 'shutdown', { desired: 'shutdown' });
    expect(where((j) => gone(j).task('h1', 'running'))).toMatch(/the head runs in 1 of 3 slots$/);
    expect(where((j) => j.task('h2', 'running', { slot: 2 }))).toMatch(
      /it stands half-way: the head runs in 1 of 3 slots, the old version in 1$/,
    );
    expect(
      where((j) =>
        [1, 2, 3].reduce((all, slot) => all.task(`h${String(slot)}`, 'running', { slot }), gone(j)),
      ),
    ).toMatch(/the head runs in every slot by now$/);
  });

  it('of which no status was seen is too early to tell, or odd', () => {
    const silent = (endMs: number): Finding | null =>
      match(unsettled, journal().base().upgrade().at(endMs).phase('observe', 'end'));
    expect(silent(4100)).toMatchObject({
      outcome: 'unsettled',
      cause: { detail: 'observation ended too early' },
    });
    expect(silent(60_000)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'swarm showed no update status for 56000 ms, though the head replaces tasks',
    });
  });
});

describe('a service that runs to its end', () => {
  const job = view('H', { mode: 'replicated-job' });
  const baseJob = view('B', { mode: 'replicated-job' });
  const ofJob = (tasks: (j: Journal) => Journal): Finding | null =>
    match(runToEnd, tasks(journal().base(baseJob).upgrade(job, baseJob).at(5000)));

  it.each([
    ['is done', (j: Journal) => j.task('h1', 'complete', { exitCode: 0 }), 'held', null],
    ['failed', (j: Journal) => j.task('h1', 'failed', died), 'failed-later', 'exit'],
    ['waits', (j: Journal) => j.task('h1', 'pending'), 'unsettled', 'start-timeout'],
    ['runs', (j: Journal) => j.task('h1', 'running'), 'unsettled', 'unknown'],
  ] as const)('as a job that %s', (_, tasks, outcome, kind) => {
    const found = ofJob(tasks);
    expect([found?.outcome, found?.cause?.kind ?? null]).toEqual([outcome, kind]);
  });

  it('says how often it ran, where that was more than once', () => {
    const done = { exitCode: 0 };
    expect(ofJob((j) => j.task('h1', 'complete', done))?.remark).toBeNull();
    expect(
      ofJob((j) => j.task('h1', 'complete', done).task('h2', 'complete', { ...done, slot: 2 }))?.remark,
    ).toBe('it ran 2 times in this upgrade');
    expect(ofJob((j) => j)).toBeNull();
  });

  it('as a one-shot is asked beside the service under test alone', () => {
    const unchecked = (name: 'B' | 'H') => view(name, { restart: 'none', healthcheck: false });
    const [b, h] = [unchecked('B'), unchecked('H')];
    const j = (): Journal =>
      journal()
        .base(b)
        .task('b1', 'complete', { exitCode: 0, desired: 'shutdown' })
        .upgrade(h, b)
        .updating(h, b)
        .at(5000)
        .task('h1', 'complete', { exitCode: 0, desired: 'shutdown' });
    expect(match(runToEnd, j(), false)?.outcome).toBe('held');
    expect(match(runToEnd, j(), true)).toBeNull();
    expect(match(runToEnd, j().task('h2', 'failed', died), false)).toBeNull();
    expect(match(runToEnd, journal().base(b).upgrade(h, b).at(5000).task('h1', 'running'), false)).toBeNull();
    const back = (task: string): Journal =>
      j()
        .at(9000)
        .spec(b, null, { state: 'rollback_started' })
        .task('b2', task, task === 'complete' ? { exitCode: 0, desired: 'shutdown' } : {});
    expect(
      match(runToEnd, back('complete').task('b1', 'shutdown', { desired: 'shutdown' }), false)?.reason,
    ).toContain('swarm took that for a failed update');
    expect(match(runToEnd, back('pending'), false)).toBeNull();
  });
});

describe('an update that swarm completed', () => {
  const done = (tasks: (j: Journal) => Journal, readback: string | null = headStamp): Finding | null => {
    const j = tasks(upgraded()).completed(9000);
    return match(
      completed,
      readback === null
        ? j
        : j.fact({ kind: 'readback', run: 'r1', service: app, found: true, stamp: readback }),
    );
  };
  const swapped = (j: Journal): Journal =>
    j.task('b1', 'shutdown', { desired: 'shutdown', exitCode: 0 }).task('h1', 'running');

  it.each([
    ['held', swapped, headStamp, 'held'],
    ['without a readback', swapped, null, 'inconclusive'],
    ['with a readback of the base', swapped, baseStamp, 'inconclusive'],
    ['without a head task', (j: Journal) => j, headStamp, 'inconclusive'],
    [
      'with a head task that died',
      (j: Journal) => swapped(j).task('h0', 'failed', died),
      headStamp,
      'failed-later',
    ],
    [
      'with a head task that waits',
      (j: Journal) => j.task('b1', 'shutdown', { desired: 'shutdown' }).task('h1', 'pending'),
      headStamp,
      'failed-later',
    ],
    [
      'with the death of a container whose task has no end',
      (j: Journal) => swapped(j).container('h1', 'die', { exitCode: 1 }),
      headStamp,
      'inconclusive',
    ],
    [
      'with the death of a container of which no task is known',
      (j: Journal) => swapped(j).container('h9', 'die', { exitCode: 1 }),
      headStamp,
      'inconclusive',
    ],
    [
      'with one that was found ill and has not ended yet',
      (j: Journal) => swapped(j).container('h1', 'health', { health: 'unhealthy' }),
      headStamp,
      'failed-later',
    ],
    [
      'with one that was asked to reload',
      (j: Journal) => swapped(j).container('h1', 'kill', { signal: '1' }),
      headStamp,
      'held',
    ],
    ['with another event of it', (j: Journal) => swapped(j).container('h9', 'start'), headStamp, 'held'],
    [
      'with the death of one of another service',
      (j: Journal) => swapped(j).container('x9', 'die', { service: 'other_app' }),
      headStamp,
      'held',
    ],
  ] as const)('is told by its tasks: %s', (_, tasks, readback, outcome) => {
    expect(done(tasks, readback)?.outcome).toBe(outcome);
  });

  it('names the old task that was lost meanwhile as the cause of an outage', () => {
    const old = (state: string, more = {}): string | null | undefined =>
      done((j) => j.task('h1', 'running').task('b1', state, { desired: 'shutdown', ...more }))?.cause?.victim;
    expect(old('failed', died)).toBe('old');
    expect(old('shutdown', { exitCode: 0 })).toBeUndefined();
  });

  it('is asked of the head that stands, alone', () => {
    expect(match(completed, upgraded())).toBeNull();
    expect(match(completed, upgraded().at(9000).spec(B, null, { state: 'completed' }))).toBeNull();
    expect(
      match(
        completed,
        upgraded().completed(9000).at(9500).spec(H, B, { state: 'completed' }, { exists: false }),
      ),
    ).toBeNull();
  });
});

describe('the deaths of a head', () => {
  it.each([
    ['any', 'failed', true],
    ['any', 'complete', true],
    ['none', 'failed', true],
    ['none', 'complete', false],
    ['on-failure', 'complete', false],
    ['any', 'rejected', true],
    ['any', 'shutdown', false],
    ['any', 'remove', false],
    ['any', 'running', false],
  ] as const)('with restart %s are those that should not have been: %s', (restart, state, is) => {
    const b = view('B', { restart, healthcheck: false });
    const h = view('H', { restart, healthcheck: false });
    const story = told(
      journal().base(b).task('b1', 'complete').upgrade(h, b).updating(h, b).at(5000).task('h1', state),
    );
    expect(headDeaths(story).length === 1).toBe(is);
  });
});
