import { describe, expect, it } from 'vitest';
import { lastWordsOf, withLastWords } from '../../src/verdict/last-words.js';
import { app, journal, type Journal } from './constructed-journal.js';
import { makeCause, makeRun } from '../statistics/made-campaign.js';

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
