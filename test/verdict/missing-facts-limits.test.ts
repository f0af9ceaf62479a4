// The limits of what counts as a fact that never arrived, on journals of a few lines.
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import { missingFact } from '../../src/verdict/missing-facts.js';
import { app, B, H, journal, stack, view, type Journal } from './constructed-journal.js';

const endMs = 20_000;

function found(story: Journal | readonly Evidence[]): string | null {
  const lines = 'lines' in story ? story.lines : story;
  return missingFact({ lines, run: { run: 'r1', stack }, endMs });
}

function event(j: Journal, ms: number, stateNew: string | null, service = app): Journal {
  return j.at(ms).fact({
    kind: 'service-event',
    service,
    serviceId: 'svc1',
    action: 'update',
    stateOld: null,
    stateNew,
  });
}

const upgraded = (): Journal => journal().base().upgrade().updating();

describe('a state of an update that an event told of', () => {
  const said = `an event told that the update of ${app} was completed, and no look showed it`;

  it.each([
    ['is missing where no look showed it', (j: Journal) => event(j, 12_000, 'completed'), said],
    [
      'is there where a look showed it',
      (j: Journal) => event(j.completed(11_990), 12_000, 'completed'),
      null,
    ],
    [
      'may have been shown by a look before the event',
      (j: Journal) => event(event(j, 5000, 'updating').completed(11_990), 12_000, 'completed'),
      null,
    ],
    [
      'may be one that a later look went over',
      (j: Journal) => event(j, 12_000, 'completed').at(12_100).spec(H, B, { state: 'updating' }),
      null,
    ],
    ['is no matter in the last two seconds', (j: Journal) => event(j, 18_000, 'completed'), null],
    ['is a matter just before them', (j: Journal) => event(j, 17_999, 'completed'), said],
    [
      'of another service is none of this one',
      (j: Journal) => event(j, 12_000, 'completed', 'other_app'),
      null,
    ],
    [
      'is nothing where the event names no state',
      (j: Journal) => event(event(j, 5000, 'updating'), 12_000, null),
      null,
    ],
    [
      'is the last that was told',
      (j: Journal) => event(event(j, 11_000, 'completed'), 12_000, 'updating'),
      null,
    ],
    [
      'shown by a look before the state before it is missing all the same',
      (j: Journal) =>
        event(
          event(
            event(j.completed(7000), 7000, 'completed').at(8000).spec(H, B, { state: 'updating' }),
            8000,
            'updating',
          ),
          12_000,
          'completed',
        ),
      said,
    ],
    [
      'shown by the last look of all is there, also where events came after it',
      (j: Journal) => event(event(j.completed(11_000), 11_500, 'updating'), 12_000, 'completed'),
      null,
    ],
    [
      'shown since the state before it, and not in the last look, is there',
      (j: Journal) =>
        event(
          event(j, 8000, 'updating').completed(9000).at(10_000).spec(H, B, { state: 'updating' }),
          12_000,
          'completed',
        ),
      null,
    ],
  ] as const)('%s', (_, story, expected) => {
    expect(found(story(upgraded()))).toBe(expected);
  });
});

describe('the end of a deploy', () => {
  it.each(['base', 'upgrade'] as const)(
    'of the %s is missed, and that of another run or of none is not',
    (step) => {
      const { lines } = upgraded();
      const without = lines.filter(
        (line) => !(line.kind === 'deploy' && line.step === step && line.mark === 'end'),
      );
      expect(found(without)).toBe(`the end of the ${step}'s deploy is not on record`);
      const ofOther = without.map((line) =>
        line.kind === 'deploy' && line.step === step ? { ...line, run: 'r2' } : line,
      );
      expect(found(ofOther)).toBeNull();
      expect(found(lines.filter((line) => line.kind !== 'deploy'))).toBeNull();
    },
  );
});

describe('a service', () => {
  const db = `${stack}_db`;

  it.each([
    ['event', (j: Journal) => event(j, 17_999, null, db)],
    ['task', (j: Journal) => j.at(17_999).task('d1', 'new', { service: db })],
    ['container', (j: Journal) => j.at(17_999).container('d1', 'start', { service: db })],
  ] as const)('that one %s names has specs, or they are missing', (_, name) => {
    expect(found(name(upgraded()))).toBe(`service ${db} was there, and none of its specs is on record`);
  });

  it('of another stack, or that was named in the last two seconds, is not asked about', () => {
    expect(found(event(upgraded(), 9000, null, 'disc-other_db'))).toBeNull();
    expect(found(event(upgraded(), 18_000, null, db))).toBeNull();
    expect(found(upgraded().at(9000).spec(view('B'), null, null, { service: db }))).toBeNull();
  });

  it('that was changed before it was first seen had a base, which is missing', () => {
    const said = `the spec of ${app} from before the upgrade is not on record`;
    const unseen = (previous: typeof B | null): readonly Evidence[] =>
      upgraded()
        .unseen((line) => line.kind === 'spec')
        .concat(
          journal()
            .at(9000)
            .spec(H, previous)
            .lines.map((line) => ({ ...line, seq: 99 })),
        );
    expect(found(unseen(B))).toBe(said);
    expect(found(unseen(null))).toBeNull();
    expect(found(unseen(B).filter((line) => line.kind !== 'deploy' || line.step !== 'upgrade'))).toBeNull();
  });

  it('is looked for after the first that lacks nothing', () => {
    expect(
      found(event(upgraded().at(5000).spec(view('B'), null, null, { service: db }), 6000, 'paused', db)),
    ).toBe(`an event told that the update of ${db} was paused, and no look showed it`);
  });
});

describe('a write that the engine carried out', () => {
  const said = `the engine's log has a call that changed ${app}, and no look showed what it changed`;
  const called = (ms: number): Journal => journal().base().at(ms).call(15);

  it('shows in a look at or after it', () => {
    expect(found(called(9000))).toBe(said);
    expect(found(called(9000).spec(H, B))).toBeNull();
    expect(found(called(9000).at(15_000).spec(H, B))).toBeNull();
    expect(found(called(17_999))).toBe(said);
    expect(found(called(18_000))).toBeNull();
  });
});

describe('a container', () => {
  const withHead = (j: Journal): Journal => j.at(5000).task('h1', 'starting');

  it.each([
    [
      'has its task on record',
      (j: Journal) => j.at(9000).container('h1', 'start'),
      'a container of task h1 is on record, and the task is not',
    ],
    ['came too late for its task', (j: Journal) => j.at(18_001).container('h1', 'start'), null],
    [
      'came just early enough',
      (j: Journal) => j.at(18_000).container('h1', 'start'),
      'a container of task h1 is on record, and the task is not',
    ],
    [
      'that was healthy shows that its task ran',
      (j: Journal) => withHead(j).container('h1', 'health', { health: 'healthy' }),
      'a container of task h1 was healthy, and that the task ran is not on record',
    ],
    [
      'that was unhealthy does not',
      (j: Journal) => withHead(j).container('h1', 'health', { health: 'unhealthy' }),
      null,
    ],
    [
      'that started does not where health is checked',
      (j: Journal) => withHead(j).container('h1', 'start'),
      null,
    ],
    [
      'that was healthy of a task that ended is no matter',
      (j: Journal) =>
        withHead(j).container('h1', 'health', { health: 'healthy' }).at(6000).task('h1', 'rejected'),
      null,
    ],
    [
      'that was healthy of a task that ran is none',
      (j: Journal) => withHead(j).container('h1', 'health', { health: 'healthy' }).task('h1', 'running'),
      null,
    ],
    [
      'that died shows the end of its task',
      (j: Journal) => withHead(j).container('h1', 'die', { exitCode: 1 }),
      'a container of task h1 died, and the end of that task is not on record',
    ],
    [
      'that died and whose task ended does too',
      (j: Journal) => withHead(j).container('h1', 'die', { exitCode: 1 }).task('h1', 'failed'),
      null,
    ],
    [
      'of a task that is to be removed need not',
      (j: Journal) =>
        withHead(j).container('h1', 'die', { exitCode: 1 }).task('h1', 'starting', { desired: 'remove' }),
      null,
    ],
    [
      'of a task that swarm forgot need not',
      (j: Journal) =>
        withHead(j).container('h1', 'die', { exitCode: 1 }).task('h1', 'starting', { exists: false }),
      null,
    ],
    [
      'that was told to die did not yet',
      (j: Journal) => withHead(j).container('h1', 'kill', { signal: '15' }),
      null,
    ],
    [
      'of another stack is none of this one',
      (j: Journal) => j.at(9000).container('x1', 'start', { service: 'other_app' }),
      null,
    ],
  ] as const)('%s', (_, story, expected) => {
    expect(found(story(upgraded()))).toBe(expected);
  });

  it('that started shows that its task ran where nothing checks health', () => {
    const unchecked = view('B', { healthcheck: false });
    const j = journal().begin().at(1000).spec(unchecked, null).at(2000).task('b1', 'starting');
    expect(found(j.container('b1', 'start'))).toBe(
      'a container of task b1 started, and that the task ran is not on record',
    );
    expect(found(j.task('b1', 'running'))).toBeNull();
  });
});

describe("the end of a task that the engine's log has", () => {
  const told = (
    state: string,
    ms = 9000,
    more: { about?: 'task' | 'shim-gone'; taskId?: string | null } = {},
  ): Journal =>
    upgraded()
      .at(5000)
      .task('h1', 'starting')
      .at(ms)
      .call(10, {
        about: 'task',
        taskId: 'h1',
        serviceId: null,
        line: `msg="task h1 updated to ${state}"`,
        ...more,
      });
  const said = "the engine's log has the end of task h1, and no look showed it";

  it.each([
    ['FAILED', said],
    ['REJECTED', said],
    ['COMPLETE', said],
    ['RUNNING', null],
    ['SHUTDOWN', null],
  ])('is one of three states: %s', (state, expected) => {
    expect(found(told(state))).toBe(expected);
  });

  it.each([
    ['just before the last two seconds', told('FAILED', 17_999), said],
    ['in them', told('FAILED', 18_000), null],
    ['of a task that is not on record', told('FAILED', 9000, { taskId: 'other' }), null],
    ['of no task', told('FAILED', 9000, { taskId: null }), null],
    ['where it is about something else', told('FAILED', 9000, { about: 'shim-gone' }), null],
    ['of one whose end was seen', told('FAILED').task('h1', 'failed'), null],
    ['of one that swarm forgot', told('FAILED').task('h1', 'starting', { exists: false }), null],
    ['of one that is to be removed', told('FAILED').task('h1', 'starting', { desired: 'remove' }), null],
  ])('is missed or not: %s', (_, story, expected) => {
    expect(found(story)).toBe(expected);
  });
});
