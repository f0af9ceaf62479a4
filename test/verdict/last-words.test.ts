import { describe, expect, it } from 'vitest';
import { lastWordsOf, withLastWords } from '../../src/verdict/last-words.js';
import { app, journal, type Journal } from './constructed-journal.js';
import { makeCause, makeRun } from '../statistics/made-campaign.js';

const stopped = 'OCI runtime exec failed: exec failed: cannot exec in a stopped state: unknown';

const log = (j: Journal, taskId: string, lines: readonly string[]): Journal =>
  j.fact({ kind: 'task-log', taskId, lines, failure: null });
const probed = (j: Journal, probes: readonly string[], taskId = 't1'): Journal =>
  j.fact({
    kind: 'container-inspect',
    containerId: `c-${taskId}`,
    service: app,
    taskId,
    running: false,
    oomKilled: false,
    exitCode: 1,
    startedAt: '',
    finishedAt: '',
    health: 'unhealthy',
    probes,
  });
const wordsOf = (j: Journal): ReturnType<typeof lastWordsOf> => lastWordsOf(j.lines, 't1');

describe('the last lines of a task', () => {
  it('are the last three that are not blank, of its own last log', () => {
    const all = log(log(journal(), 't1', ['old']), 't1', ['one', 'two', '', 'three', '  ', 'four']);
    expect(wordsOf(log(all, 't2', ['of another']))).toEqual({ log: ['two', 'three', 'four'], probe: null });
    expect(wordsOf(log(journal(), 't1', ['one', 'two'])).log).toEqual(['one', 'two']);
  });

  it('are none where it wrote nothing, and not known where no log is on record', () => {
    expect(wordsOf(log(journal(), 't1', ['', ' '])).log).toEqual([]);
    expect(wordsOf(log(journal(), 't2', ['x'])).log).toBeNull();
  });
});

describe('words that were written when the task had been asked to stop', () => {
  const instant = (seconds: number): string => `2026-06-11T00:00:${seconds.toFixed(3).padStart(6, '0')}Z`;
  const container = (j: Journal, ms: number, more: object): Journal =>
    j.at(ms).engineFact({
      kind: 'container',
      action: 'kill',
      containerId: 'c-t1',
      service: app,
      taskId: 't1',
      health: null,
      exitCode: null,
      signal: null,
      ...more,
    });
  const stopped = (signal = '15'): Journal => container(journal(), 10_000, { signal });
  const said = (j: Journal, written: readonly (readonly [seconds: number, text: string])[]): unknown =>
    wordsOf(
      j.fact({
        kind: 'task-log',
        taskId: 't1',
        lines: written.map(([, text]) => text),
        writtenAt: written.map(([seconds]) => instant(seconds)),
        failure: null,
      }),
    );

  it('are left out where it had written before', () => {
    expect(
      said(stopped(), [
        [9, 'no database'],
        [10.1, 'SIGTERM: 0'],
      ]),
    ).toEqual({
      log: ['no database'],
      probe: null,
    });
  });

  it('are told as such where it had not', () => {
    expect(said(stopped(), [[10.1, 'SIGTERM: 0']])).toEqual({
      log: ['SIGTERM: 0'],
      probe: null,
      afterStop: true,
    });
  });

  it('are those since the signal, not since the kill after its grace period', () => {
    const killed = container(stopped(), 12_000, { signal: '9' });
    expect(
      said(killed, [
        [9, 'no database'],
        [10.1, 'SIGTERM: 0'],
        [11, 'still busy'],
      ]),
    ).toMatchObject({
      log: ['no database'],
    });
  });

  it('may be in the log a little before the engine tells of the signal, but not before it was found unhealthy', () => {
    expect(
      said(stopped(), [
        [9, 'no database'],
        [9.95, 'SIGTERM: 0'],
      ]),
    ).toMatchObject({ log: ['no database'] });
    const ill = container(container(journal(), 9960, { action: 'health', health: 'unhealthy' }), 10_000, {
      signal: '15',
    });
    expect(
      said(ill, [
        [9.95, 'no database'],
        [9.97, 'SIGTERM: 0'],
      ]),
    ).toMatchObject({ log: ['no database'] });
  });

  it('are none of a task that nobody asked to stop, or that was only asked to read its settings again', () => {
    const words = [
      [9, 'no database'],
      [10.1, 'giving up'],
    ] as const;
    for (const j of [journal(), stopped('1'), container(journal(), 10_000, { taskId: 't2', signal: '15' })])
      expect(said(j, words)).toEqual({ log: ['no database', 'giving up'], probe: null });
  });

  it('cannot be told in a journal without times, where all stay', () => {
    expect(wordsOf(log(stopped(), 't1', ['no database', 'SIGTERM: 0']))).toEqual({
      log: ['no database', 'SIGTERM: 0'],
      probe: null,
    });
  });
});

describe('the probe that failed', () => {
  it.each([
    [['1 no answer'], { exitCode: 1, output: 'no answer' }],
    [['1'], { exitCode: 1, output: '' }],
    [['-1 it took too long'], { exitCode: -1, output: 'it took too long' }],
    [['1 first', '2 last'], { exitCode: 2, output: 'last' }],
    [['1 no answer', '0 fine'], { exitCode: 1, output: 'no answer' }],
    [['0 fine'], null],
    [['0'], null],
    [['01 odd'], { exitCode: 1, output: 'odd' }],
    [['1 no answer', '137'], { exitCode: 1, output: 'no answer' }],
    [['137'], { exitCode: 137, output: '' }],
    [['1 no answer', `126 ${stopped}`], { exitCode: 1, output: 'no answer' }],
    [[`126 ${stopped}`], { exitCode: 126, output: '' }],
    [
      ['1 no answer', '126 OCI runtime exec failed: exec: "curl": executable file not found in $PATH'],
      { exitCode: 126, output: 'OCI runtime exec failed: exec: "curl": executable file not found in $PATH' },
    ],
    [['1 no answer', '137 killed by itself'], { exitCode: 137, output: 'killed by itself' }],
    [['1 no answer\nof any kind'], { exitCode: 1, output: 'no answer\nof any kind' }],
    [['what'], null],
    [[], null],
  ] as const)('of %j is %j', (probes, expected) => {
    expect(wordsOf(probed(journal(), probes)).probe).toEqual(expected);
  });

  it('is of the last look that has any, at a container of this task', () => {
    expect(wordsOf(probed(probed(journal(), ['1 first']), ['2 later'])).probe?.exitCode).toBe(2);
    expect(wordsOf(probed(probed(journal(), ['1 first']), [])).probe?.exitCode).toBe(1);
    expect(wordsOf(probed(journal(), ['1 x'], 't2')).probe).toBeNull();
    expect(wordsOf(journal()).probe).toBeNull();
  });
});

it('each cause that names a task has its last words, that of a run and those of its services', () => {
  const { lines } = log(log(journal(), 't1', ['one']), 't2', ['two']);
  const cause = makeCause({ task: 't1' });
  const side = {
    service: 'db',
    outcome: 'rolled-back',
    reason: '',
    cause: makeCause({ task: 't2' }),
  } as const;
  const run = makeRun('rolled-back', {
    cause,
    sides: [side, { ...side, cause: makeCause({ task: null }) }, { ...side, cause: null }] as never,
  });
  const found = withLastWords(run, lines);
  expect(found.cause).toEqual({ ...cause, said: { log: ['one'], probe: null } });
  expect(found.sides.map((one) => one.cause?.said?.log ?? null)).toEqual([['two'], null, null]);
  expect(found.sides[1]?.cause).not.toHaveProperty('said');
  expect(withLastWords({ ...run, cause: null }, lines).cause).toBeNull();
});
