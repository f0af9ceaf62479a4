import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.js';
import { renderVerdict } from '../../src/verdict/render.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { B, H, X, baseStamp, headStamp, journal, trialSpec } from './constructed-journal.js';
import { judged } from './judged.js';

const held = journal().base().upgrade().updating().holds().naive('end', true).end(headStamp);
const died = () =>
  journal()
    .base()
    .upgrade()
    .updating()
    .task('h1', 'starting')
    .container('h1', 'start')
    .at(6000)
    .oomKilled('h1');
const bad: Readonly<Record<string, { readonly lines: readonly Evidence[] }>> = {
  'rolled back': died().rollsBack('h1').rollsBack(null, 11_000).end(baseStamp),
  'rollback failed': died()
    .oomKilled('b1')
    .rollsBack('h1')
    .at(9000)
    .spec(B, null, { state: 'rollback_paused' })
    .end(baseStamp),
  'completed over the old spec': died()
    .oomKilled('b1')
    .rollsBack('h1')
    .at(9000)
    .spec(B, null, { state: 'completed' })
    .end(baseStamp),
  'failed later': journal()
    .base()
    .upgrade()
    .updating()
    .at(5000)
    .serves('h1')
    .stopped('b1')
    .completed()
    .at(14_000)
    .exited('h1', 7)
    .serves('h2')
    .end(headStamp),
  paused: died()
    .at(6100)
    .spec(H, B, { state: 'paused', message: 'update paused due to failure or early termination of task h1' })
    .end(headStamp),
  overwritten: journal()
    .base()
    .upgrade()
    .updating()
    .at(5000)
    .serves('h1')
    .stopped('b1')
    .completed()
    .at(13_000)
    .spec(X, H)
    .end(X.stamp),
  'wrong tree': journal()
    .base()
    .at(4000)
    .tree('upgrade', headStamp, baseStamp)
    .deploy('upgrade', 'begin')
    .spec(B, B)
    .deploy('upgrade', 'end', { stamp: baseStamp })
    .end(baseStamp),
  unsettled: journal()
    .base()
    .upgrade()
    .updating()
    .at(5000)
    .task('h1', 'pending', { err: 'no suitable node' })
    .end(headStamp),
  removed: journal().base().upgrade().at(6000).spec(H, B, null, { exists: false }).end(null),
};

function renumbered(lines: readonly Evidence[]): readonly Evidence[] {
  return lines.map((line, index) => ({ ...line, seq: index + 1 }));
}

describe('absence of evidence is never `held`', () => {
  it.each(Object.entries(bad))('%s: whichever single line was never seen', (_, { lines }) => {
    for (const missing of lines) {
      const rest = renumbered(lines.filter((line) => line !== missing));
      expect(judged(rest).outcome, `without ${missing.kind} ${String(missing.seq)}`).not.toBe('held');
    }
  });

  it.each(Object.entries(bad))('%s: whichever kind of line was never seen', (_, { lines }) => {
    for (const kind of new Set(lines.map((line) => line.kind))) {
      expect(
        judged(renumbered(lines.filter((line) => line.kind !== kind))).outcome,
        `without ${kind}`,
      ).not.toBe('held');
    }
  });

  it('any lost line of a good trial makes it inconclusive', () => {
    for (const lost of held.lines)
      expect(judged(held.lines.filter((line) => line !== lost)).outcome).toBe('inconclusive');
  });

  it('a journal that stops early is inconclusive wherever it stops', () => {
    for (let count = 0; count < held.lines.length; count++)
      expect(judged(held.lines.slice(0, count)).outcome).toBe('inconclusive');
  });

  it(
    'a task that swarm forgot before its end was seen makes a trial inconclusive, one that it forgot ' +
      'afterwards does not',
    () => {
      const upgraded = () => journal().base().upgrade().updating().at(5000).serves('h1').at(8000);
      const forgotten = upgraded()
        .task('b1', 'running', { exists: false })
        .completed()
        .naive('end', true)
        .end(headStamp);
      expect(judged(forgotten.lines)).toMatchObject({
        outcome: 'inconclusive',
        reason: 'swarm forgot the task b1 before its end was seen, while it was running',
      });
      const givenUp = upgraded()
        .task('b1', 'running', { desired: 'remove' })
        .task('b1', 'running', { exists: false })
        .completed()
        .naive('end', true)
        .end(headStamp);
      expect(judged(givenUp.lines)).toMatchObject({ outcome: 'held' });
      const afterwards = upgraded()
        .stopped('b1')
        .task('b1', 'shutdown', { exists: false })
        .completed()
        .naive('end', true)
        .end(headStamp);
      expect(judged(afterwards.lines).outcome).toBe('held');
    },
  );

  it('tasks that go with their service were not forgotten', () => {
    const removed = journal()
      .base()
      .upgrade()
      .at(6000)
      .task('b1', 'running', { exists: false })
      .spec(H, B, null, { exists: false })
      .end(null);
    expect(judged(removed.lines).outcome).toBe('removed');
  });

  it('judging never throws, and gives the same bytes for the same evidence', () => {
    const all = Object.values(bad).map(({ lines }) => lines);
    fc.assert(
      fc.property(fc.constantFrom(held.lines, ...all), fc.array(fc.nat(60)), (lines, dropped) => {
        const rest = renumbered(lines.filter((_, index) => !dropped.includes(index)));
        expect(renderVerdict(judge(trialSpec(), rest))).toBe(
          renderVerdict(judge(trialSpec(), structuredClone(rest))),
        );
      }),
    );
  });
});
