import { describe, expect, it } from 'vitest';
import { causeKinds, outcomes } from '../../src/verdict/verdict.js';
import { causeWords, judge, outcomeWords, renderVerdict } from '../../src/verdict/index.js';
import { baseStamp, headStamp, journal, trialSpec, view, type Journal } from './constructed-journal.js';
import { judged } from './judged.js';

const rolledBack = (): Journal =>
  journal()
    .base()
    .upgrade()
    .updating()
    .task('h1', 'starting')
    .container('h1', 'start')
    .at(6000)
    .oomKilled('h1')
    .rollsBack('h1')
    .rollsBack(null, 11_000);

describe('masked', () => {
  it('is a rollback that the naive check passed early, or blamed on the checkout late', () => {
    expect(judged(rolledBack().naive('healthy', true).end(baseStamp).lines).masked).toBe(true);
    expect(judged(rolledBack().naive('end', false).end(baseStamp).lines).masked).toBe(true);
  });

  it('is not a rollback in which the naive check saw that the app was down, or was not asked', () => {
    expect(judged(rolledBack().naive('end', false, false).end(baseStamp).lines).masked).toBe(false);
    expect(judged(rolledBack().end(baseStamp).lines).masked).toBe(false);
  });
});

describe('drift', () => {
  it('is unknown without a readback', () => {
    expect(judged(rolledBack().end('none').lines)).toMatchObject({ outcome: 'rolled-back', drift: null });
  });

  it('is true when the service has no stamp at all', () => {
    const [base] = [view('B', { stamp: null })];
    const lines = journal()
      .base(base)
      .upgrade(undefined, base)
      .at(6000)
      .spec(base, null, { state: 'rollback_completed' })
      .at(20_000)
      .fact({ kind: 'readback', run: 'r1', service: 'disc-1a2b3c_app', found: true, stamp: null })
      .end('none').lines;
    expect(judged(lines)).toMatchObject({ outcome: 'rolled-back', drift: true });
  });
});

describe('outage', () => {
  const upgraded = (): Journal => journal().base().upgrade().updating();

  it("is the time between the old container's death and the new one's health", () => {
    expect(
      judged(upgraded().at(5000).oomKilled('b1').at(9000).serves('h1').completed().end(headStamp).lines)
        .outageMs,
    ).toBe(4000);
  });

  it('counts from the start where there is no healthcheck', () => {
    const [base, head] = [view('B', { healthcheck: false }), view('H', { healthcheck: false })];
    const lines = journal()
      .base(base)
      .upgrade(head, base)
      .at(5000)
      .stopped('b1')
      .at(6000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .task('h1', 'running')
      .at(12_000)
      .spec(head, base, { state: 'completed' })
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'held', outageMs: 1000 });
  });

  it('counts time in which the container was unhealthy', () => {
    const lines = upgraded()
      .at(5000)
      .container('b1', 'health', { health: 'unhealthy' })
      .at(5500)
      .container('b1', 'health', { health: 'healthy' })
      .at(7000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .end(headStamp).lines;
    expect(judged(lines).outageMs).toBe(500);
  });

  it('is unknown when containers were not seen', () => {
    const lines = upgraded()
      .holds()
      .end(headStamp)
      .unseen(({ kind }) => kind === 'container');
    expect(judged(lines)).toMatchObject({ outcome: 'held', outageMs: null });
  });

  it('has no length yet when nothing came back: the service is down from then on', () => {
    expect(
      judged(upgraded().at(5000).oomKilled('b1').rollsBack(null, 6000).end(baseStamp).lines),
    ).toMatchObject({ outcome: 'rollback-failed', outageMs: null, downFromMs: 5000 });
  });
});

describe('the text of a verdict', () => {
  it('is the same whatever order its parts were built in, and ends in a line break', () => {
    const verdict = judge(trialSpec(), rolledBack().end(baseStamp).lines);
    const backwards = JSON.parse(JSON.stringify(verdict), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as typeof verdict;
    expect(renderVerdict(backwards)).toBe(renderVerdict(verdict));
    expect(renderVerdict(verdict)).toMatch(/^\{\n {2}"format": 1,\n {2}"trial": "001",[^]*\}\n$/);
    expect(JSON.parse(renderVerdict(verdict))).toEqual(verdict);
  });

  it('has times of phases and steps', () => {
    expect(judged(rolledBack().end(baseStamp).lines).times).toMatchObject({
      baseConvergedMs: 2000,
      updateDecidedMs: 7000,
      collectMs: 0,
    });
  });
});

it('every outcome and cause has a word with one line', () => {
  expect(outcomeWords.map(({ name }) => name)).toEqual(outcomes);
  expect(causeWords.map(({ name }) => name)).toEqual(causeKinds);
  for (const { summary } of [...outcomeWords, ...causeWords]) expect(summary).toMatch(/^[^\n]{10,100}$/);
});
