// A run that posted what stood there already: swarm cannot roll back any more, and the head's tasks alone tell.
import { expect, it } from 'vitest';
import { present } from '../../../src/base/assert.js';
import { postedTwice } from '../../../src/verdict/signatures/posted-twice.js';
import { storyOf, type Finding } from '../../../src/verdict/story.js';
import { app, B, H, headStamp, journal, trialSpec, X, type Journal } from '../constructed-journal.js';

const run = present(trialSpec().runs[0], 'run');
const found = (j: Journal): Finding | null => postedTwice.match(storyOf(j.lines, run, app, true));
const died = { exitCode: 3, message: 'started', err: 'task: non-zero exit (3)', desired: 'shutdown' };

/** Another run puts the head first; what this one puts replaces the head by the head. */
const secondOfTwo = (): Journal =>
  journal()
    .base()
    .at(3500)
    .deploy('upgrade', 'begin', { run: 'r2' })
    .spec(H, B, { state: 'updating' })
    .at(4000)
    .deploy('upgrade', 'begin')
    .spec(H, H)
    .deploy('upgrade', 'end')
    .at(5000);
const stands = (j: Journal): Journal =>
  j.task('b1', 'shutdown', { desired: 'shutdown' }).task('h1', 'running');
/** Swarm completes this run's update, and the same spec is posted once more. */
const afterItsEnd = (more = (j: Journal): Journal => j): Journal =>
  more(journal().base().upgrade().updating().at(9000).spec(H, B, { state: 'completed' }))
    .at(9500)
    .spec(H, H);
const twice = 'this run posted the spec that stood there already, which left swarm unable to roll back';

it('a head that stands all the same held, in the words of how it came there', () => {
  expect(found(stands(secondOfTwo()).end(headStamp))).toMatchObject({
    outcome: 'held',
    reason: expect.stringContaining(twice) as string,
  });
  expect(found(stands(afterItsEnd()).end(headStamp))).toMatchObject({
    outcome: 'held',
    reason: expect.stringContaining(
      'swarm completed the update, after which another client posted the same spec again',
    ) as string,
  });
});

it('among several runs it may have been one of them', () => {
  const beside = afterItsEnd((j) => j.deploy('upgrade', 'begin', { run: 'r2' }));
  expect(found(stands(beside))?.reason).toContain('another run or client posted the same spec again');
});

it('a command that deploys and still ran then may have posted it itself', () => {
  const byCommand = (endMs: number): Journal => {
    const own = { deployer: 'command' };
    const j = journal().base().at(4000).deploy('upgrade', 'begin', own).spec(H, B, { state: 'updating' });
    j.at(9000).spec(H, B, { state: 'completed' });
    if (endMs < 9500) j.at(endMs).deploy('upgrade', 'end', own);
    j.at(9500).spec(H, H);
    if (endMs >= 9500) j.at(endMs).deploy('upgrade', 'end', own);
    return stands(j);
  };
  expect(found(byCommand(9900))?.reason).toContain('after which the command posted the same spec again');
  expect(found(byCommand(9200))?.reason).toContain('after which another client posted the same spec again');
});

it('a head that died, or that does not run, did not hold', () => {
  expect(found(stands(secondOfTwo()).at(6000).task('h1', 'failed', died))).toMatchObject({
    outcome: 'failed-later',
    cause: { kind: 'exit', task: 'h1' },
  });
  expect(found(secondOfTwo().task('h1', 'pending', { err: 'no suitable node' }))).toMatchObject({
    outcome: 'unsettled',
    reason: `${twice}, and the head did not run in every slot when observation ended`,
    cause: { kind: 'start-timeout', task: 'h1' },
  });
});

it.each([
  ['a head that was posted once', stands(journal().base().upgrade().updating())],
  ['a head that was replaced', stands(secondOfTwo()).at(9000).spec(X, H)],
  ['a head that is gone', secondOfTwo().spec(H, H, null, { exists: false })],
])('it is none of %s', (_, j) => {
  expect(found(j)).toBeNull();
});
