// What a check's word was worth, over constructed journals: right, late, right by luck, and wrong in either
// way; and that a trial which shows nothing judges none.
import { expect, it } from 'vitest';
import type { CheckFact } from '../../src/evidence/fact.js';
import { judgeChecks } from '../../src/verdict/checks.js';
import { judge } from '../../src/verdict/judge.js';
import type { CheckVerdict } from '../../src/verdict/check-verdict.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import {
  app,
  headStamp,
  baseStamp,
  journal,
  trialSpec,
  B,
  H,
  X,
  type Journal,
} from './constructed-journal.js';

type Mark = CheckFact['mark'];

function line(name: string, mark: Mark, more: Partial<CheckFact> = {}): CheckFact {
  const none = { answer: null, exitCode: null, said: null, failure: null };
  return { kind: 'check', run: 'r1', name, check: 'command', mark, ...none, ...more };
}

const begun = (own: Journal): Journal => own.at(4010).fact(line('mine', 'begin'));
const says = (own: Journal, answer: 'good' | 'bad', ms: number): Journal =>
  own.at(ms).fact(line('mine', 'end', { answer, exitCode: answer === 'good' ? 0 : 1 }));

function verdictOf(own: Journal, names: readonly string[] = ['mine']): RunVerdict {
  const spec = trialSpec();
  const checks = names.map((name) => ({ name, check: 'command', timeoutMs: 60_000, options: ['./w'] }));
  const [run] = judge({ ...spec, settings: { ...spec.settings, checks } }, own.lines).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

function judgementOf(own: Journal): readonly (string | null | undefined)[] {
  const { outcome, checks } = verdictOf(own);
  return [outcome, checks?.[0]?.judgement];
}

const heads = (): Journal => begun(journal().base().upgrade()).at(4020);

function held(answerMs: number, answer: 'good' | 'bad' = 'good', overdue = false): Journal {
  const own = heads().updating();
  const tell = (ms: number): void => {
    if (answerMs === ms) says(own, answer, ms);
  };
  tell(4500);
  own.at(5000).serves('h1').at(5100).stopped('b1');
  tell(6000);
  own.completed(12_000);
  if (overdue) own.at(15_000).fact(line('mine', 'overdue'));
  tell(13_000);
  tell(16_000);
  return own.end(headStamp);
}

it.each([
  ['good of one that held, when swarm was done', held(13_000), 'right'],
  ['good of one that held, when observation was over', held(16_000, 'good', true), 'late'],
  ['good of one that held, before its task ran', held(4500), 'too-early'],
  ['good of one that held, before its update was completed', held(6000), 'too-early'],
  ['bad of one that held', held(13_000, 'bad'), 'false-alarm'],
])('%s is %s', (_, own, judgement) => {
  expect(judgementOf(own)).toEqual(['held', judgement]);
});

function rolledBack(answerMs: number, answer: 'good' | 'bad'): Journal {
  const own = heads().updating();
  if (answerMs < 6000) says(own, answer, answerMs);
  own.at(5000).task('h1', 'starting').at(6000).exited('h1', 1).rollsBack('h1', 6050);
  if (answerMs >= 6050 && answerMs < 7000) says(own, answer, answerMs);
  own.rollsBack(null, 9000);
  if (answerMs >= 9000) says(own, answer, answerMs);
  return own.end(baseStamp);
}

it.each([
  ['good of one that was rolled back', 'good', 9500, 'missed'],
  ['bad of it, when it had gone wrong', 'bad', 6100, 'right'],
  ['bad of it, before anything had', 'bad', 4600, 'too-early'],
  ['bad of it, at the end', 'bad', 9500, 'right'],
] as const)('%s is %s', (_, answer, ms, judgement) => {
  expect(judgementOf(rolledBack(ms, answer))).toEqual(['rolled-back', judgement]);
});

it('a miss says whether anything had gone wrong by then', () => {
  expect(verdictOf(rolledBack(4600, 'good')).checks?.[0]?.reason).toBe(
    'it said good 590 ms after the deploy, but the upgrade ended rolled-back; nothing had gone wrong by then',
  );
  expect(verdictOf(rolledBack(9500, 'good')).checks?.[0]?.reason).toBe(
    'it said good 5.5 s after the deploy, but the upgrade ended rolled-back',
  );
});

it('what the engine had done before the answer, and the lab saw after it, is no change', () => {
  const own = heads().updating().at(5000).serves('h1').at(5100).stopped('b1');
  says(own, 'good', 12_050);
  own.at(12_100).spec(H, B, { state: 'completed' }, { updatedAt: '2026-06-11T00:00:12.000Z' });
  expect(judgementOf(own.end(headStamp))[1]).toBe('right');
});

it('no answer is no answer, whatever became of the upgrade', () => {
  const own = heads().updating().at(5000).serves('h1').at(5100).stopped('b1').completed(12_000);
  own.at(15_000).fact(line('mine', 'overdue')).at(16_000);
  own.fact(line('mine', 'end', { failure: 'no answer within 12 s' }));
  const { checks } = verdictOf(own.end(headStamp));
  expect(checks?.[0]).toMatchObject({
    judgement: 'no-answer',
    afterMs: null,
    reason: 'it gave no answer: no answer within 12 s',
  });
});

it('a trial that shows nothing judges no check, and one that was not asked is not judged', () => {
  const torn = held(13_000);
  const spec = trialSpec();
  const checks = [{ name: 'mine', check: 'command', timeoutMs: 1, options: ['./w'] }];
  const problems = [{ kind: 'torn', line: 9, detail: 'the last line stops in the middle' }] as const;
  const [run] = judge({ ...spec, settings: { ...spec.settings, checks } }, torn.lines, problems).runs;
  expect(run?.outcome).toBe('inconclusive');
  expect(run?.checks?.[0]).toMatchObject({ answer: 'good', judgement: null });
  const failed = journal().base().at(4000).tree('upgrade', headStamp).deploy('upgrade', 'begin');
  failed.deploy('upgrade', 'end', { exitCode: 1, stamp: null, failure: 'refused' }).end(baseStamp);
  expect(verdictOf(failed).checks?.[0]).toMatchObject({
    judgement: null,
    reason: 'it was not asked, since the deploy had failed',
  });
});

it('a write beside a check that is a program may have been its own, and one after its end was not', () => {
  const written = (answerMs: number): string => {
    const own = heads().updating().at(5000).serves('h1').at(5100).stopped('b1');
    if (answerMs < 8000) says(own, 'good', answerMs);
    own.at(8000).call(30).spec(X, H, { state: 'updating' }).at(8500).serves('x1');
    if (answerMs > 8000) says(own, 'good', answerMs);
    own.at(12_000).spec(X, H, { state: 'completed' });
    const { outcome, reason } = verdictOf(own.end(X.stamp));
    expect(outcome).toBe('overwritten');
    return reason;
  };
  expect(written(9000)).toContain('the check mine ran at that moment and may have been that client');
  expect(written(7000)).not.toContain('the check mine');
});

it('a scenario without checks has a verdict without them', () => {
  const [run] = judge(trialSpec(), held(13_000).lines).runs;
  expect(run).not.toHaveProperty('checks');
});

it('an upgrade that held under a label that was not meant makes a good answer a miss, and says why', () => {
  const checks = [{ name: 'mine', check: 'command', timeoutMs: 1, options: ['./w'] }];
  const question = { run: 'r1', checks, lines: held(13_000).lines, services: [app] };
  const of = (found: { outcome: 'held'; drift: boolean | null; cause: null }): unknown =>
    judgeChecks({ ...question, found })[0];
  expect(of({ outcome: 'held', drift: true, cause: null })).toMatchObject({
    judgement: 'missed',
    reason: 'it said good 9 s after the deploy, but the label is not the one that was meant',
  });
  expect(of({ outcome: 'held', drift: false, cause: null })).toMatchObject({ judgement: 'right' });
  expect(of({ outcome: 'held', drift: null, cause: null })).toMatchObject({ judgement: null });
});

it('a task that had run before the answer and is told of again after it is no change', () => {
  const told = (own: Journal): Journal => own.task('h1', 'running', { message: 'started again in words' });
  const own = heads().updating().at(5000).serves('h1').at(5100).stopped('b1').completed(12_000);
  says(own, 'good', 12_500);
  expect(judgementOf(told(own.at(13_000)).end(headStamp))).toEqual(['held', 'right']);
  const first = heads().updating().at(5000).task('h1', 'starting').at(5100).stopped('b1').completed(12_000);
  says(first, 'good', 12_500);
  const late = first.at(13_000).container('h1', 'start').task('h1', 'running', { message: 'started' });
  expect(verdictOf(late.end(headStamp)).checks?.[0]).toMatchObject({
    judgement: 'too-early',
    reason: expect.stringContaining(`a task of ${app} came to run only after that`) as string,
  });
});

it('a bad answer between the end of a container and the word of its task was no luck', () => {
  const dies = (answerMs: number): Journal => {
    const own = heads().updating().at(5000).task('h1', 'starting').container('h1', 'start');
    if (answerMs < 6000) says(own, 'bad', answerMs);
    own.at(6000).container('h1', 'die', { exitCode: 1 });
    if (answerMs >= 6000) says(own, 'bad', answerMs);
    const died = { message: 'started', err: 'task: non-zero exit (1)', exitCode: 1, desired: 'shutdown' };
    own.at(6040).task('h1', 'failed', died).rollsBack('h1', 6050).rollsBack(null, 9000);
    return own.end(baseStamp);
  };
  expect(judgementOf(dies(6000))).toEqual(['rolled-back', 'right']);
  expect(judgementOf(dies(6020))).toEqual(['rolled-back', 'right']);
  expect(judgementOf(dies(5900))).toEqual(['rolled-back', 'too-early']);
});

it('a trial that shows nothing has no outage either, whatever its tasks did', () => {
  const torn = [{ kind: 'torn', line: 9, detail: 'the last line stops in the middle' }] as const;
  const { lines } = held(13_000);
  expect(judge(trialSpec(), lines).runs[0]?.outageMs).toBe(0);
  expect(judge(trialSpec(), lines, torn).runs[0]).toMatchObject({ outageMs: null, downFromMs: null });
});

/** A bad answer at 6 s of an upgrade that is rolled back, with what is on record before and after it. */
function badOf(before: (j: Journal) => Journal, after: (j: Journal) => Journal): CheckVerdict | undefined {
  const own = before(heads().updating().at(5000).task('h1', 'starting'));
  const answered = after(says(own, 'bad', 6000));
  const checks = [{ name: 'mine', check: 'command', timeoutMs: 1, options: ['./w'] }];
  const found = { outcome: 'rolled-back', drift: true, cause: null } as const;
  return judgeChecks({ run: 'r1', checks, lines: answered.lines, services: [app], found })[0];
}
const none = (j: Journal): Journal => j;
const fails = (j: Journal): Journal => j.task('h1', 'failed', { exitCode: 1, desired: 'shutdown' });
const late = (j: Journal): Journal => fails(j.at(7000));

it.each([
  ['a task that had failed before', (j: Journal) => fails(j.at(5900)), none, 'right'],
  ['a task that was rejected before', (j: Journal) => j.at(5900).task('h2', 'rejected'), late, 'right'],
  ['a rollback that had begun before', (j: Journal) => j.rollsBack('h1', 5900), late, 'right'],
  ['a paused update before', (j: Journal) => j.at(5900).spec(H, B, { state: 'paused' }), late, 'right'],
  [
    'a service that was gone before',
    (j: Journal) => j.at(5900).spec(H, B, null, { exists: false }),
    late,
    'right',
  ],
  ['nothing before, and a failure after', none, late, 'too-early'],
  ['nothing before, and nothing after', none, none, 'right'],
  [
    'a task of another service that had failed before',
    (j: Journal) => j.at(5900).task('x1', 'failed', { service: 'other_app' }),
    late,
    'too-early',
  ],
  [
    'a failure that had happened before and was seen after',
    none,
    (j: Journal) => j.at(7000).task('h1', 'failed', { statusAt: '2026-06-11T00:00:05.900Z' }),
    'right',
  ],
  [
    'a failure at a time that cannot be read, seen after',
    none,
    (j: Journal) => j.at(7000).task('h1', 'failed', { statusAt: 'soon' }),
    'too-early',
  ],
] as const)('a bad answer after %s', (_, before, after, judgement) => {
  expect(badOf(before, after)?.judgement).toBe(judgement);
});

it('signs of the base, from before the head was deployed, are none of the upgrade', () => {
  const old = { state: 'rollback_completed', startedAt: '2026-06-11T00:00:01Z' };
  const own = begun(journal().base().at(3200).task('b0', 'failed').spec(B, null, old).upgrade()).at(4020);
  own.at(4500).spec(H, B, old).at(5000).task('h1', 'starting');
  const lines = late(says(own, 'bad', 6000)).lines;
  const checks = [{ name: 'mine', check: 'command', timeoutMs: 1, options: ['./w'] }];
  const found = { outcome: 'rolled-back', drift: true, cause: null } as const;
  const [told] = judgeChecks({ run: 'r1', checks, lines, services: [app], found });
  expect(told?.judgement).toBe('too-early');
});
