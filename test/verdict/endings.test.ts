// Near misses of endings: what tells one from the next, and what each is said to be.
import { describe, expect, it } from 'vitest';
import { escapeOf } from '../../src/verdict/signatures/escape.js';
import {
  byEnd,
  diedUnasked,
  observedUntilMs,
  statesSeen,
  storyOf,
  type Story,
} from '../../src/verdict/story.js';
import { present } from '../../src/base/assert.js';
import {
  B,
  H,
  X,
  app,
  baseStamp,
  headStamp,
  journal,
  stack,
  trialSpec,
  view,
  type Journal,
} from './constructed-journal.js';
import { judged } from './judged.js';

const storyIn = (j: Journal): Story => storyOf(j.lines, present(trialSpec().runs[0], 'run'), app, true);
const atUpgrade = (): Journal =>
  journal().base().at(4000).tree('upgrade', headStamp).deploy('upgrade', 'begin');

describe('never applied', () => {
  it('is not said while the end of the deploy is not on record', () => {
    expect(judged(atUpgrade().end(baseStamp).lines)).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining("the end of the upgrade's deploy is not on record") as string,
    });
  });

  it('is not said of a service that was never seen', () => {
    const unseen = journal()
      .begin()
      .at(1000)
      .tree('base', baseStamp)
      .deploy('base', 'begin')
      .spec(B, null, null, { service: `${stack}_db` })
      .deploy('base', 'end')
      .at(2000)
      .task('d1', 'running', { service: `${stack}_db` })
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .deploy('upgrade', 'end')
      .end('none');
    expect(judged(unseen.lines)).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining('the service was never seen') as string,
    });
  });

  it('cites the call that the engine refused, and its word', () => {
    const failure = `failed to update service ${app}: update out of sequence`;
    const refused = atUpgrade()
      .at(4100)
      .call()
      .at(4110)
      .engineFact({
        kind: 'daemon-log',
        about: 'write-refused',
        serviceId: 'svc1',
        taskId: null,
        containerId: null,
        version: null,
        line: 'update out of sequence',
      })
      .at(4200)
      .deploy('upgrade', 'end', { exitCode: 1, stamp: null, failure });
    const { lines } = refused.end(baseStamp);
    const run = judged(lines);
    expect(run).toMatchObject({
      outcome: 'never-applied',
      drift: true,
      cause: { kind: 'deployer-error', detail: `the engine refused what the deployer posted: ${failure}` },
    });
    expect(
      run.cause?.evidence.map((seq) => {
        const line = present(lines[seq - 1], 'line');
        return line.kind === 'daemon-log' ? line.about : line.kind;
      }),
    ).toEqual(['service-write', 'write-refused', 'deploy']);
  });

  it('names what the deployer put instead, or that it put no stamp', () => {
    const bare = view('X', { stamp: null });
    const put = (spec: typeof X): Journal =>
      atUpgrade()
        .spec(spec, B)
        .deploy('upgrade', 'end', { stamp: null })
        .end(spec.stamp ?? 'none');
    expect(judged(put(X).lines).reason).toContain(
      `the deployer put ${String(X.stamp)} where git says ${headStamp}`,
    );
    expect(judged(put(bare).lines).reason).toContain(`the deployer put no stamp where git says ${headStamp}`);
  });
});

describe('a base that failed', () => {
  it("by its deploy has the deployer's words, its exit code and its line", () => {
    const lines = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .deploy('base', 'end', { exitCode: 3, stamp: null, failure: 'no such network' })
      .end('none').lines;
    const { cause, reason } = judged(lines);
    expect(reason).toContain('the base deploy ended with exit code 3: no such network');
    expect(cause).toMatchObject({
      kind: 'deployer-error',
      detail: 'no such network',
      exitCode: 3,
      atMs: 1000,
      victim: null,
    });
    expect(cause?.evidence.map((seq) => lines[seq - 1]?.kind)).toEqual(['deploy']);
    expect(
      judged(
        journal()
          .begin()
          .at(1000)
          .deploy('base', 'begin')
          .deploy('base', 'end', { exitCode: 3, stamp: null })
          .end('none').lines,
      ).reason,
    ).toContain('it said nothing');
  });

  it('by its tasks is told by the one that died, or else by one that waits and that swarm still wants', () => {
    const base = (act: (j: Journal) => Journal): ReturnType<typeof judged> =>
      judged(
        act(journal().begin().at(1000).deploy('base', 'begin').spec(B, null).deploy('base', 'end').at(2000))
          .at(60_000)
          .phase('base', 'end')
          .end('none').lines,
      );
    expect(base((j) => j.task('b1', 'starting').task('b2', 'starting').exited('b2', 4)).cause).toMatchObject({
      kind: 'exit',
      task: 'b2',
      victim: 'old',
    });
    expect(
      base((j) => j.task('b1', 'ready', { desired: 'shutdown' }).task('b2', 'starting')).cause,
    ).toMatchObject({ kind: 'start-timeout', task: 'b2' });
    expect(base((j) => j.task('b1', 'ready', { desired: 'shutdown' })).cause).toBeNull();
  });
});

describe('a readback', () => {
  it('that fits neither what stood then nor what stood last means that a change was missed', () => {
    const held = journal().base().upgrade().updating().holds();
    expect(judged(held.end(X.stamp).lines)).toMatchObject({
      outcome: 'inconclusive',
      reason: `the readback shows ${String(X.stamp)}, the last spec seen shows ${headStamp}`,
    });
    expect(judged(journal().base().upgrade().updating().holds().end(null).lines)).toMatchObject({
      outcome: 'inconclusive',
      reason: `the readback shows no stamp, the last spec seen shows ${headStamp}`,
    });
  });

  it('counts as it was last read', () => {
    const twice = journal()
      .base()
      .upgrade()
      .updating()
      .holds()
      .fact({ kind: 'readback', run: 'r1', service: app, found: true, stamp: X.stamp })
      .end(headStamp);
    expect(judged(twice.lines)).toMatchObject({ outcome: 'held', stamps: { readback: headStamp } });
  });

  it('says what the naive check said last', () => {
    const checked = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .serves('h1')
      .naive('healthy', false)
      .at(8000)
      .stopped('b1')
      .completed()
      .naive('end', false)
      .naive('end', true)
      .end(headStamp);
    expect(judged(checked.lines).naive).toEqual({ pass: true, healthy: true, message: 'upgraded' });
  });
});

describe('removed', () => {
  it('is told from removed and made anew', () => {
    expect(
      judged(journal().base().upgrade().at(6000).spec(H, B, null, { exists: false }).end(null).lines).reason,
    ).toContain('the service was removed by another client');
    expect(
      judged(
        journal().base().upgrade().at(6000).spec(H, null, null, { serviceId: 'svc9' }).end(headStamp).lines,
      ).reason,
    ).toContain('the service was removed and made anew by another client');
  });
});

describe('overwritten', () => {
  const over = (act: (j: Journal) => Journal, readback: string | null): string =>
    judged(act(journal().base().upgrade().updating().at(6000)).end(readback).lines).reason;

  it('says what was put: another spec, one without a stamp, the base by a deploy or by hand', () => {
    expect(over((j) => j.spec(X, H), X.stamp)).toContain(
      `another client put ${String(X.stamp)} over the head`,
    );
    expect(over((j) => j.spec(view('X', { stamp: null }), H), 'none')).toContain(
      'another client put a spec without stamp over the head',
    );
    expect(over((j) => j.spec(B, H), baseStamp)).toContain('a client deployed the base again');
    expect(
      over(
        (j) => j.spec(B, H, { state: 'rollback_started', message: 'manually requested rollback' }),
        baseStamp,
      ),
    ).toContain('a client rolled the service back by hand');
    expect(
      over((j) => j.spec(B, H, { state: 'updating', message: 'update in progress' }), baseStamp),
    ).toContain('a client deployed the base again');
  });

  it('says that swarm rolled back what another had put over the head', () => {
    expect(
      over(
        (j) =>
          j
            .spec(X, H, { state: 'updating' })
            .at(7000)
            .spec(H, null, { state: 'rollback_completed', message: 'rollback completed' }),
        headStamp,
      ),
    ).toContain('another client put');
    expect(
      over((j) => j.spec(H, null, { state: 'rollback_completed', message: 'rollback completed' }), headStamp),
    ).toContain('swarm rolled back what another client had put over the head');
  });
});

describe('paused', () => {
  const [two, nextTwo] = [view('B', { replicas: 2 }), view('H', { replicas: 2 })];
  const paused = (act: (j: Journal) => Journal): string =>
    judged(
      act(
        journal()
          .base(two)
          .task('b2', 'running', { slot: 2 })
          .upgrade(nextTwo, two)
          .updating(nextTwo, two)
          .at(5000),
      )
        .at(6000)
        .spec(nextTwo, two, {
          state: 'paused',
          message: 'update paused due to failure or early termination of task h1',
        })
        .end(headStamp).lines,
    ).reason;

  it('says in how many slots the head runs', () => {
    expect(
      paused((j) =>
        j
          .stopped('b1')
          .task('h1', 'running')
          .exited('h1', 1)
          .task('h2', 'running', { slot: 1, desired: 'running' }),
      ),
    ).toContain('it stands half-way: the head runs in 1 of 2 slots');
    expect(paused((j) => j.stopped('b1').task('h1', 'running').exited('h1', 1))).toContain(
      'it stands half-way: the head runs in 0 of 2 slots',
    );
    expect(
      paused((j) =>
        j
          .stopped('b1')
          .task('h1', 'running')
          .exited('h1', 1)
          .task('h3', 'running', { slot: 1, desired: 'running' })
          .stopped('b2')
          .task('h2', 'running', { slot: 2, desired: 'running' }),
      ),
    ).toContain('the head runs in every slot by now');
  });

  it('of a service with one slot says that the head does not run', () => {
    const one = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .stopped('b1')
      .task('h1', 'running')
      .exited('h1', 1)
      .at(6000)
      .spec(H, B, { state: 'paused', message: 'x' })
      .end(headStamp);
    expect(judged(one.lines).reason).toContain('and the head does not run');
  });
});

describe('a death that escaped the monitor', () => {
  const [one, two] = [view('B'), view('H', { replicas: 2 })];

  it('came after the update, was tolerated, or came where nothing watches', () => {
    const after = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .at(13_000)
      .exited('h1', 1);
    expect(escapeOf(storyIn(after)).failedLater).toBe('after-completed');
    const before = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .task('h1', 'running')
      .exited('h1', 1)
      .completed();
    expect(escapeOf(storyIn(before))).toEqual({
      failedLater: 'tolerated',
      words: 'yet a task of the head had died before: swarm judged it too late',
    });
    const added = journal()
      .base(one)
      .upgrade(two, one)
      .updating(two, one)
      .at(5000)
      .task('h2', 'running', { slot: 2 })
      .exited('h2', 1)
      .at(12_000)
      .spec(two, one, { state: 'completed' });
    expect(escapeOf(storyIn(added)).failedLater).toBe('unmonitored');
    const replaced = journal()
      .base(one)
      .upgrade(two, one)
      .updating(two, one)
      .at(5000)
      .task('h1', 'running', { slot: 1 })
      .exited('h1', 1)
      .at(12_000)
      .spec(two, one, { state: 'completed' });
    expect(escapeOf(storyIn(replaced)).failedLater).toBe('tolerated');
  });

  it("was tolerated because the task's own monitor was over, though the update was not", () => {
    const diedAfter = (ms: number): string =>
      escapeOf(
        storyIn(
          journal()
            .base()
            .upgrade()
            .updating()
            .at(5000)
            .task('h1', 'running')
            .at(5000 + ms)
            .exited('h1', 1)
            .at(20_000)
            .completed(),
        ),
      ).words;
    expect(diedAfter(5500)).toContain('its own monitor of 5 s was over, while the update went on elsewhere');
    expect(diedAfter(4500)).toContain('swarm judged it too late');
  });

  it('was tolerated for a reason that the settings give', () => {
    const tolerated = (patch: object): string => {
      const head = view('H', { updateConfig: { ...H.updateConfig, ...patch } });
      return escapeOf(
        storyIn(
          journal()
            .base()
            .upgrade(head)
            .updating(head)
            .at(5000)
            .task('h1', 'running')
            .exited('h1', 1)
            .at(12_000)
            .spec(head, B, { state: 'completed' }),
        ),
      ).words;
    };
    expect(tolerated({ failureAction: 'continue' })).toContain('failure_action is continue');
    expect(tolerated({ maxFailureRatio: 0.5 })).toContain('max_failure_ratio 0.5 allows it');
    expect(tolerated({ maxFailureRatio: 0 })).toContain('swarm judged it too late');
  });

  it("is told by the engine's clock, and by the order of lines where that cannot be read", () => {
    const late = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .at(13_000)
      .task('h1', 'failed', {
        desired: 'shutdown',
        exitCode: 1,
        message: 'started',
        statusAt: '2026-06-11T00:00:11.000Z',
      });
    expect(escapeOf(storyIn(late)).failedLater).toBe('tolerated');
    const unread = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .at(13_000)
      .task('h1', 'failed', { desired: 'shutdown', exitCode: 1, message: 'started', statusAt: 'who knows' });
    expect(escapeOf(storyIn(unread)).failedLater).toBe('after-completed');
  });
});

describe('a story', () => {
  it('knows the states that looks and events show since the upgrade began', () => {
    const event = (stateNew: string) =>
      ({
        kind: 'service-event',
        service: app,
        serviceId: 'svc1',
        action: 'update',
        stateOld: null,
        stateNew,
      }) as const;
    const j = journal()
      .base()
      .fact(event('completed'))
      .upgrade()
      .updating()
      .fact(event('rollback_started'))
      .fact({ ...event('paused'), service: 'other' });
    expect([...statesSeen(storyIn(j))].sort()).toEqual(['rollback_started', 'updating']);
  });

  it('orders tasks by when they ended, and at one moment by their lines', () => {
    const tasks = storyIn(
      journal()
        .base()
        .upgrade()
        .at(6000)
        .task('h1', 'failed')
        .task('h2', 'failed')
        .at(5000)
        .task('h3', 'failed'),
    ).tasks.filter(({ taskId }) => taskId !== 'b1');
    expect([...tasks].sort(byEnd).map(({ taskId }) => taskId)).toEqual(['h3', 'h1', 'h2']);
    expect(
      [...tasks]
        .reverse()
        .sort(byEnd)
        .map(({ taskId }) => taskId),
    ).toEqual(['h3', 'h1', 'h2']);
  });

  it('calls every end a death of its own but those that swarm asked for', () => {
    const states = ['failed', 'complete', 'rejected', 'orphaned', 'shutdown', 'remove'];
    const tasks = states.map((state) =>
      present(storyIn(journal().base().upgrade().task('h1', state)).headTasks[0], state),
    );
    expect(tasks.map(diedUnasked)).toEqual([true, true, true, true, false, false]);
    expect(
      diedUnasked(present(storyIn(journal().base().upgrade().task('h1', 'running')).headTasks[0], 'task')),
    ).toBe(false);
  });

  it('was watched until observation ended, or collecting began, or its last line', () => {
    expect(
      observedUntilMs(
        journal()
          .at(5)
          .phase('observe', 'begin')
          .at(10)
          .phase('observe', 'end')
          .at(20)
          .phase('collect', 'begin').lines,
      ),
    ).toBe(10);
    expect(
      observedUntilMs(journal().at(20).phase('collect', 'begin').at(30).phase('collect', 'end').lines),
    ).toBe(20);
    expect(observedUntilMs(journal().at(30).phase('runs', 'end').at(40).phase('tree', 'end').lines)).toBe(40);
    expect(observedUntilMs([])).toBe(0);
  });
});
