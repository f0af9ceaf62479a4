// What a service's own record says of its last update, on journals of a few lines.
import { describe, expect, it } from 'vitest';
import type { SpecView } from '../../../src/evidence/fact.js';
import { diagnose } from '../../../src/verdict/diagnosis/diagnose.js';
import type { ServiceDiagnosis } from '../../../src/verdict/diagnosis/diagnosis.js';
import { present } from '../../../src/base/assert.js';
import { app, B, H, journal, stack, view, type Journal } from '../constructed-journal.js';

const begun = '2026-06-11T00:00:04Z';

function diagnosed(j: Journal): ServiceDiagnosis {
  return present(diagnose(stack, j.lines).services[0], 'service');
}

/** The old task at 1 s, the head's spec and its update at 4 s. */
function after(state: string | null, previous: SpecView | null = B, live: SpecView = H): Journal {
  const j = journal().engine('start').at(1000).spec(B, null).task('b1', 'running').at(4100);
  return j.spec(live, previous, state === null ? null : { state, startedAt: begun });
}

const says = (of: ServiceDiagnosis): string =>
  [...of.proved, ...of.likely, ...of.unknown].map((one) => one.says).join('\n');

describe('the last update of a service', () => {
  it.each([
    [null, B, 'none', 'swarm shows no state of an update'],
    ['updating', B, 'under-way', 'swarm is still updating it'],
    ['completed', B, 'completed', 'swarm completed the last update'],
    ['completed', null, 'rolled-back', 'swarm rolled the last update back by itself'],
    ['paused', B, 'paused', 'swarm paused the last update, and the service is left half-way'],
    ['rollback_started', null, 'rolling-back', 'swarm is rolling it back'],
    ['rollback_paused', null, 'rollback-paused', 'and that failed too'],
    ['rollback_completed', null, 'rolled-back', 'swarm rolled the last update back by itself'],
    ['rollback_completed', H, 'rolled-back-by-hand', 'because somebody asked for it'],
    ['something_new', B, 'none', 'swarm shows no state of an update'],
  ] as const)(
    'that is %s is known by its state, and by whether a previous spec is left',
    (state, previous, last, words) => {
      const found = diagnosed(after(state, previous));
      expect(found.lastUpdate).toBe(last);
      expect(found.proved[0]).toMatchObject({
        says: expect.stringContaining(words) as string,
        source: "swarm's update status",
        evidence: [4],
      });
    },
  );

  it('is told with its times to the second, and with what swarm says of it but for the plain end', () => {
    const told = (update: {
      startedAt: string | null;
      completedAt: string | null;
      message: string;
    }): string =>
      diagnosed(
        journal()
          .at(4100)
          .spec(H, B, { state: 'completed', ...update }),
      ).proved[0]?.says ?? '';
    const [startedAt, completedAt] = ['2026-06-11T00:00:04.123Z', '2026-06-11T00:00:09.9Z'];
    const plain = 'swarm completed the last update';
    expect(told({ startedAt, completedAt, message: 'update completed' })).toBe(
      `${plain} (begun 2026-06-11 00:00:04Z, ended 2026-06-11 00:00:09Z)`,
    );
    expect(told({ startedAt, completedAt: null, message: 'all is well' })).toBe(
      `${plain} (begun 2026-06-11 00:00:04Z): "all is well"`,
    );
    expect(told({ startedAt: null, completedAt, message: '' })).toBe(`${plain} (ended 2026-06-11 00:00:09Z)`);
    expect(told({ startedAt: null, completedAt: null, message: 'completed it was' })).toBe(
      `${plain}: "completed it was"`,
    );
  });

  it('that a later write made swarm forget is known from an event', () => {
    const event = (j: Journal, stateNew: string, service = app): Journal =>
      j.at(3000).engineFact({
        kind: 'service-event',
        service,
        serviceId: 'svc1',
        action: 'update',
        stateOld: null,
        stateNew,
      });
    const live = (j: Journal, state: string | null): Journal =>
      j
        .at(5000)
        .spec(H, B, state === null ? null : { state })
        .task('h1', 'running');
    const told = 'an update before the last write was rolled back, 2026-06-11 00:00:03Z';
    const found = diagnosed(live(event(journal(), 'rollback_completed'), null));
    expect(says(found)).toContain(told);
    expect(found.proved.find((one) => one.says.startsWith(told))?.evidence).toEqual([1]);
    expect(found).toMatchObject({ lastUpdate: 'none', wrong: null });
    expect(diagnosed(live(event(journal(), 'completed'), null)).wrong).toBe(false);
    for (const other of [
      live(event(journal(), 'completed'), null),
      live(event(journal(), 'rollback_completed', 'other_app'), null),
      live(event(journal(), 'rollback_completed'), 'completed'),
    ])
      expect(says(diagnosed(other))).not.toContain('an update before the last write');
    const [first, ...rest] = event(journal(), 'rollback_completed').lines;
    const untimed = live(journal(), null);
    untimed.lines.unshift({ ...present(first, 'event'), engineAt: null }, ...rest);
    expect(says(diagnosed(untimed))).toContain('an update before the last write was rolled back; the write');
  });
});

describe('whether something is wrong', () => {
  const stands = (j: Journal): Journal =>
    j.at(5000).task('b1', 'shutdown', { desired: 'shutdown' }).task('h1', 'running');

  it.each([
    ['completed, and it runs', stands(after('completed')), false],
    ['completed, and no task runs', after('completed'), true],
    ['under way, and it runs', stands(after('updating')), null],
    ['under way, and nothing runs yet', after('updating'), null],
    ['no update, and it runs', stands(after(null)), false],
    ['no update, and nothing runs', after(null), true],
    ['rolled back by hand, and it runs', stands(after('rollback_completed', H)), true],
    ['paused', stands(after('paused')), true],
    ['rolled back', stands(after('rollback_completed', null)), true],
    ['rolling back', stands(after('rollback_started', null)), true],
    [
      'a task that waits',
      after('updating').at(5000).task('h1', 'pending', { err: 'no suitable node' }),
      true,
    ],
    [
      'a task that waits and is to go',
      stands(after('completed')).task('h2', 'pending', { slot: 2, desired: 'shutdown' }),
      false,
    ],
    [
      'a task that waited and is forgotten',
      stands(after('completed')).task('h2', 'pending', { slot: 2, exists: false }),
      false,
    ],
    ['a task that died', stands(after('completed')).task('h2', 'failed', { slot: 2, exitCode: 3 }), true],
    [
      'a task that swarm stopped',
      stands(after('completed')).task('h2', 'shutdown', { slot: 2, desired: 'shutdown' }),
      false,
    ],
  ] as const)('is known: %s', (_, j, wrong) => {
    expect(diagnosed(j).wrong).toBe(wrong);
  });

  it('is not said of a task that waits after somebody had asked for the rollback', () => {
    const waiting = (previous: SpecView | null): ServiceDiagnosis =>
      diagnosed(
        after('rollback_completed', previous, B).at(5000).task('h1', 'pending', { taskHash: H.taskHash }),
      );
    expect(waiting(H).cause).toBeNull();
    expect(waiting(null).cause).toMatchObject({ kind: 'start-timeout', task: 'h1' });
  });
});

describe('the tasks of the last update', () => {
  const died = { exitCode: 3, err: 'task: non-zero exit (3)', message: 'started' };
  /** A task of this version, made so long after the update began, that died at 6 s. */
  const withTask = (j: Journal, madeMs: number, taskHash: string): ServiceDiagnosis =>
    diagnosed(
      j
        .at(Math.max(0, 4000 + madeMs))
        .task('t1', 'running', { taskHash })
        .at(6000)
        .task('t1', 'failed', { taskHash, ...died }),
    );

  it.each([
    ['completed', B, H, H.taskHash, 0, true],
    ['completed', B, H, H.taskHash, -2000, true],
    ['completed', B, H, H.taskHash, -2001, false],
    ['completed', B, H, B.taskHash, 0, false],
    ['paused', B, H, H.taskHash, 0, true],
    ['rollback_completed', null, B, H.taskHash, 0, true],
    ['rollback_completed', null, B, B.taskHash, 0, false],
    ['rollback_completed', H, B, H.taskHash, 0, true],
    ['rollback_completed', H, B, B.taskHash, 0, false],
    ['rollback_started', null, B, H.taskHash, 0, true],
    ['rollback_started', null, B, B.taskHash, 0, false],
    ['rollback_paused', null, B, H.taskHash, 0, true],
    ['rollback_paused', null, B, B.taskHash, 0, false],
    [null, B, H, H.taskHash, -3000, true],
  ] as const)(
    'are of the version it was to, and made since it began: %s',
    (state, previous, live, taskHash, madeMs, own) => {
      const found = withTask(after(state, previous, live), madeMs, taskHash);
      expect([found.cause?.task ?? null, found.cause?.kind ?? null]).toEqual(
        own ? ['t1', 'exit'] : [null, null],
      );
    },
  );

  it('that made swarm act is the one that it names, or else the first that died', () => {
    const two = (message: string): Journal => {
      const j = journal().at(4100).spec(H, B, { state: 'paused', startedAt: begun, message });
      return j
        .task('t1', 'running')
        .task('t2', 'running', { slot: 2 })
        .at(6000)
        .task('t2', 'failed', { ...died, slot: 2, exitCode: 4 })
        .at(7000)
        .task('t1', 'failed', died);
    };
    const named = diagnosed(two('update paused due to failure or early termination of task t1'));
    expect(named).toMatchObject({ cause: { task: 't1', exitCode: 3 } });
    const first = diagnosed(two(''));
    expect(first).toMatchObject({ cause: { task: 't2', exitCode: 4 } });
    expect(first.likely[0]?.says).toMatch(
      /^several tasks ended, and swarm's word on which of them it acted is gone; the first was task t2… of/,
    );
    const gone = diagnosed(two('update paused due to failure or early termination of task t9'));
    expect(gone.cause).toBeNull();
    expect(says(gone)).toContain('why: swarm remembers no task of that version that ended by itself');
  });

  it('are nobody’s fault where swarm did not act against the update', () => {
    for (const state of ['completed', 'updating', null] as const)
      expect(says(diagnosed(after(state)))).not.toContain('swarm remembers no task');
    for (const [state, previous] of [
      ['paused', B],
      ['rollback_started', null],
      ['rollback_paused', null],
      ['rollback_completed', null],
    ] as const)
      expect(says(diagnosed(after(state, previous)))).toContain('swarm remembers no task');
    expect(says(diagnosed(after('rollback_completed', H)))).not.toContain('swarm remembers no task');
  });
});

describe('how surely a cause is known', () => {
  const dead = (code: number, j: Journal = after('paused')): Journal =>
    j.at(5000).task('t1', 'running').at(6000).task('t1', 'failed', { exitCode: code, message: 'started' });

  it.each([0, 130, 137, 143])('of an end with %i is not, where its events are gone', (code) => {
    const found = diagnosed(dead(code));
    expect(found).toMatchObject({ cause: null, likely: [] });
    expect(says(found)).toMatch(/^why task t1…/m);
  });

  it.each([1, 129, 131, 136, 138, 142, 144])(
    'of an end with %i is likely without its events, and proved by them',
    (code) => {
      expect(diagnosed(dead(code)).likely[0]?.says).toMatch(
        /^because of task t1… of heavyweb:H: it exited by itself/,
      );
      const whole = dead(code, after('paused').at(4900).container('t1', 'start'));
      expect(diagnosed(whole)).toMatchObject({ likely: [], cause: { exitCode: code } });
      expect(diagnosed(whole).proved.at(-1)).toMatchObject({
        says: expect.stringContaining(
          `because of task t1… of heavyweb:H: it exited by itself with ${String(code)}`,
        ) as string,
        source: "the task, its container, and the engine's events since its start",
      });
      const other = dead(code, after('paused').at(4900).container('t2', 'start').container('t1', 'kill'));
      expect(
        diagnosed(other)
          .proved.map((one) => one.says)
          .join(),
      ).not.toContain('because of');
    },
  );

  it.each([
    ['preparing', 'manifest unknown', 'image-pull'],
    ['pending', 'no suitable node', 'start-timeout'],
    ['rejected', 'No such image', 'rejected'],
    ['failed', 'unhealthy container', 'unhealthy'],
  ] as const)('that the task itself tells is proved without events: %s, %s', (state, err, kind) => {
    const j = after('paused').at(5000).task('longtaskid', state, { err });
    const found = diagnosed(j);
    expect(found).toMatchObject({ likely: [], cause: { kind, task: 'longtaskid' } });
    expect(found.proved.at(-1)).toMatchObject({
      says: expect.stringMatching(/^because of task long… of heavyweb:H: /) as string,
      source: 'the task, and what is left of its container',
    });
  });

  it('is said of what came after an update that was completed', () => {
    expect(says(diagnosed(dead(3, after('completed'))))).toContain('after it, task t1… of heavyweb:H');
    expect(says(diagnosed(dead(3, after(null))))).toContain('after it, task t1… of heavyweb:H');
  });

  it('on another node is asked for there', () => {
    const elsewhere = dead(137, after('paused'));
    const moved = elsewhere.lines.map((line) =>
      line.kind === 'task' && line.taskId === 't1' ? { ...line, nodeId: 'node2xyz99' } : line,
    );
    const text = (lines: typeof moved): string => {
      const [of] = diagnose(stack, lines).services;
      return of === undefined ? '' : says(of);
    };
    expect(text(moved)).toContain('ran on another node (node2xyz…, see docker node ls)');
    expect(text(elsewhere.lines)).not.toContain('another node');
    expect(text(moved.filter(({ kind }) => kind !== 'engine'))).not.toContain('another node');
  });
});

describe('the versions of a service', () => {
  it.each([
    [
      'completed',
      B,
      H,
      'it is now heavyweb:H, version label 7ae7b0f7+U; before the last write it was heavyweb:B',
    ],
    ['completed', H, H, 'it is heavyweb:H, version label 7ae7b0f7+U, and was that before the last write too'],
    ['paused', null, H, 'it is now heavyweb:H, version label 7ae7b0f7+U'],
    [null, view('H', { stamp: null }), H, 'before the last write it was heavyweb:H'],
    [null, B, view('H', { stamp: null }), 'it is now heavyweb:H; before'],
  ] as const)('are named: after %s', (state, previous, live, words) => {
    expect(says(diagnosed(after(state, previous, live)))).toContain(words);
  });

  it('that was rolled back is gone, and known by its tasks alone', () => {
    const rolled = after('rollback_completed', null, B);
    expect(says(diagnosed(rolled))).toMatch(/it is now heavyweb:B, version label eb96de94\+U$/m);
    const remembered = rolled.at(5000).task('h1', 'shutdown', { taskHash: H.taskHash, image: 'heavyweb:H' });
    expect(says(diagnosed(remembered))).toContain(
      'it is now heavyweb:B, version label eb96de94+U again; the version that was rolled back is gone from ' +
        'the service, and its tasks were of heavyweb:H',
    );
  });
});

describe('how a service stands', () => {
  it.each([
    ['running 1 of heavyweb:H; asked for 1 of heavyweb:H', true, (j: Journal) => j.task('h1', 'running')],
    ['no task runs; asked for 1 of heavyweb:H', false, (j: Journal) => j.task('h1', 'starting')],
    ['no task runs; asked', false, (j: Journal) => j.task('h1', 'running', { desired: 'shutdown' })],
    ['no task runs; asked', false, (j: Journal) => j.task('h1', 'running', { exists: false })],
  ] as const)('is counted by image: %s', (words, stands, tasks) => {
    const j = journal().at(4100).spec(H, B, { state: 'completed', startedAt: begun });
    expect(says(diagnosed(tasks(j.at(5000))))).toContain(
      `now it ${stands ? 'runs' : 'does not run'} as it should: ${words}`,
    );
  });

  it('rests on its spec and on the tasks that run, in the order of their lines', () => {
    const j = journal()
      .at(4000)
      .task('b1', 'running', { image: 'heavyweb:B' })
      .spec(view('H', { replicas: 2 }), B, { state: 'updating', startedAt: begun })
      .at(5000)
      .task('h1', 'running', { slot: 2, image: 'heavyweb:H' });
    const standing = diagnosed(j).proved.find((one) => one.says.startsWith('now it'));
    expect(standing).toEqual({
      says: 'now it does not run as it should: running 1 of heavyweb:B, 1 of heavyweb:H; asked for 2 of heavyweb:H',
      source: "swarm's tasks",
      evidence: [1, 2, 3],
    });
    const everywhere = journal()
      .at(4000)
      .spec(view('H', { mode: 'global', replicas: null }), null);
    expect(says(diagnosed(everywhere))).toContain('asked for one of heavyweb:H on every node');
  });

  it('is no question of a service that is gone, or that no look ever showed', () => {
    expect(diagnose(stack, journal().at(1).spec(H, B, null, { exists: false }).lines).services).toEqual([]);
    expect(diagnose(stack, journal().lines).services).toEqual([]);
  });

  it('is told service by service, by name', () => {
    const j = ['web', 'app', 'db'].reduce(
      (all, name) => all.spec(B, null, null, { service: `${stack}_${name}` }),
      journal().at(1),
    );
    expect(diagnose(stack, j.lines).services.map(({ service }) => service)).toEqual(
      ['app', 'db', 'web'].map((name) => `${stack}_${name}`),
    );
  });
});

describe('a service whose tasks may be done', () => {
  const once = view('H', { restart: 'none', healthcheck: false });
  const ended = (codes: readonly number[], live: SpecView = once): ServiceDiagnosis =>
    diagnosed(
      codes.reduce(
        (j, code, index) =>
          j.at(6000 + index).task(`t${String(index)}`, code === 0 ? 'complete' : 'failed', {
            exitCode: code,
            slot: index + 1,
          }),
        after('paused', view('B', { restart: 'none', healthcheck: false }), live).task('b1', 'complete', {
          exitCode: 0,
          desired: 'shutdown',
        }),
      ),
    );
  const words = 'the tasks of the last update ended with 0';

  it('is not wrong where all that ended did so with 0, whatever swarm made of it', () => {
    const found = ended([0, 0]);
    expect(found).toMatchObject({ wrong: false, cause: null });
    expect(found.proved.find((one) => one.says.startsWith(words))?.evidence).toEqual([6, 7]);
  });

  it.each([
    ['one that did not', [0, 3], once],
    ['none that ended', [], once],
    ['a service that is always started again', [0, 0], H],
  ] as const)('is asked about: %s', (_, codes, live) => {
    const found = ended(codes, live);
    expect(found.wrong).toBe(true);
    expect(says(found)).not.toContain(words);
  });

  it('blames the one that failed, and not the one that was done before', () => {
    expect(ended([0, 3]).cause).toMatchObject({ task: 't1', exitCode: 3 });
  });
});

describe("what the engine's events still reach", () => {
  const eventAt = (j: Journal, ms: number): Journal =>
    j.at(ms).engineFact({
      kind: 'service-event',
      service: app,
      serviceId: 'svc1',
      action: 'update',
      stateOld: null,
      stateNew: 'updating',
    });
  const live = (j: Journal): Journal =>
    j.at(9000).spec(H, B, { state: 'completed', startedAt: begun }).task('h1', 'running');
  const lost = "what happened between the beginning of the update and the engine's oldest event";

  it.each([
    ['an event before the update began', 3999, true],
    ['an event at its beginning', 4000, true],
    ['an event after it', 4001, false],
  ])('is known by the first of them: %s', (_, ms, reaches) => {
    const found = diagnosed(live(eventAt(eventAt(journal(), ms), 8000)));
    expect(found.eventsReachBack).toBe(reaches);
    expect(says(found).includes(lost)).toBe(!reaches);
    if (!reaches) expect(says(found)).toContain('and those of this stack begin 2026-06-11 00:00:04Z');
  });

  it('is nothing where there is none, and no question without an update', () => {
    const none = diagnosed(live(journal()));
    expect(none.eventsReachBack).toBe(false);
    expect(says(none)).toContain('the last 256, and none of this stack is among them');
    const noUpdate = diagnosed(after(null));
    expect(noUpdate.eventsReachBack).toBeNull();
    expect(noUpdate.unknown.map((one) => one.says)).toEqual([
      'who wrote to the service: the engine keeps no names of clients',
    ]);
  });

  it('counts the container events as well, whichever came first', () => {
    const container = (j: Journal, ms: number): Journal =>
      j.at(ms).engineFact({
        kind: 'container',
        action: 'start',
        containerId: 'c-h1',
        service: app,
        taskId: 'h1',
        health: null,
        exitCode: null,
        signal: null,
      });
    expect(diagnosed(live(eventAt(container(journal(), 3000), 5000))).eventsReachBack).toBe(true);
    expect(diagnosed(live(container(eventAt(journal(), 3000), 5000))).eventsReachBack).toBe(true);
    expect(diagnosed(live(container(eventAt(journal(), 5000), 6000))).eventsReachBack).toBe(false);
    const unordered = live(eventAt(container(journal(), 3000), 5000));
    const [first, second, ...rest] = unordered.lines;
    unordered.lines.splice(0, unordered.lines.length, present(second, ''), present(first, ''), ...rest);
    expect(diagnosed(unordered).eventsReachBack).toBe(true);
  });
});
