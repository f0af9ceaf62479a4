// Trials in which the scenario has somebody else do something: whether it was done decides whether they show
// anything, and what was done is said.
import { expect, test } from 'vitest';
import type { DrawnAction } from '../../src/plan/plan.js';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { headStamp, journal, trialSpec, type Journal } from './constructed-journal.js';

const scale: DrawnAction = { action: 'scale', at: 'deployed', afterMs: 1500, options: { replicas: '2' } };

const what = 'scaled app to 2';
const begun = { kind: 'action', index: 0, action: 'scale', mark: 'begin', what, failure: null } as const;
const ended = { ...begun, mark: 'end' } as const;

/** An upgrade that holds, with what is put on record of the action while the head runs. */
function holds(onRecord: (before: Journal) => Journal): Journal {
  const before = journal().base().upgrade().updating().at(5000).serves('h1');
  return onRecord(before).at(8000).stopped('b1').completed().end(headStamp);
}

function verdictOf({ lines }: Journal, actions: readonly DrawnAction[] = [scale]): RunVerdict | undefined {
  return judge({ ...trialSpec(), actions }, lines).runs[0];
}

test('what was done is said, and does not make an upgrade that held anything else', () => {
  const verdict = verdictOf(holds((one) => one.fact(begun).fact(ended)));
  expect(verdict).toMatchObject({ outcome: 'held', invalid: null });
  expect(verdict?.reason).toContain('somebody else, as the scenario has it, scaled app to 2');
});

test('what could not be done makes the trial inconclusive, with the reason', () => {
  const verdict = verdictOf(holds((one) => one.fact(begun).fact({ ...ended, failure: 'no such service' })));
  expect(verdict).toMatchObject({ outcome: 'inconclusive', invalid: 'unclear', cause: null });
  expect(verdict?.reason).toBe('action 1 (scale) was not done: no such service');
});

test('what was begun and not seen to end makes it inconclusive', () => {
  const verdict = verdictOf(holds((one) => one.fact(begun)));
  expect(verdict?.reason).toBe('action 1 (scale) was not done: it had not ended when observation did');
});

test('what was never due makes it inconclusive, with the time that did not come', () => {
  const verdict = verdictOf(holds((one) => one));
  expect(verdict?.reason).toBe(
    'action 1 (scale) was not done: its time (1.5 s after deployed) had not come when observation ended',
  );
});

test('one of two that was not done is enough', () => {
  const done = holds((one) => one.fact(begun).fact(ended));
  expect(verdictOf(done, [scale, { ...scale, action: 'kill', afterMs: 0 }])?.reason).toBe(
    'action 2 (kill) was not done: its time (deployed) had not come when observation ended',
  );
});

test('a base that failed is told as such: nothing was due in an upgrade that was never tried', () => {
  const { lines } = journal()
    .begin()
    .at(1000)
    .deploy('base', 'begin')
    .deploy('base', 'end', { exitCode: 3, stamp: null, failure: 'no such network' })
    .end('none');
  const settings = { ...trialSpec(), actions: [scale] };
  expect(judge(settings, lines).runs[0]).toMatchObject({ outcome: 'base-failed', invalid: null });
  const atBase = { ...settings, actions: [{ ...scale, at: 'base' as const }] };
  expect(judge(atBase, lines).runs[0]).toMatchObject({ outcome: 'inconclusive', invalid: 'lab' });
});

test('one that was begun is asked for, though no upgrade is on record', () => {
  const spec = { ...trialSpec(), actions: [scale] };
  const without = (own: Journal): RunVerdict | undefined => judge(spec, own.end('none').lines).runs[0];
  const failed = (): Journal =>
    journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .deploy('base', 'end', { exitCode: 3, stamp: null, failure: 'no such network' });
  expect(without(failed().fact(begun))).toMatchObject({
    outcome: 'inconclusive',
    reason: 'action 1 (scale) was not done: it had not ended when observation did',
  });
  expect(without(failed().fact(begun).fact(ended))?.outcome).toBe('base-failed');
});
