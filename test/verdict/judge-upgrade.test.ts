// Upgrades of a stack that others had deployed, judged from what a watch over the engine recorded.
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import { judgeUpgrade } from '../../src/verdict/index.js';
import { readJournal } from './read-journal.js';

const shop = { stack: 'shop', service: 'app' };
const linesOf = (name: string): readonly Evidence[] => readJournal(name).lines;
const judged = (name: string) => judgeUpgrade(shop, linesOf(name));

describe('a watched upgrade', () => {
  it('that swarm rolled back is told with its cause, though the same head had failed before the watch began', () => {
    const verdict = judged('watched-rolled-back-again');
    expect(verdict).toMatchObject({
      outcome: 'rolled-back',
      component: 'app',
      cause: { kind: 'exit', exitCode: 6, victim: 'new' },
    });
    const earlier = linesOf('watched-rolled-back-again').find(
      (line) => line.kind === 'task' && line.state === 'failed',
    );
    expect(earlier).toMatchObject({ kind: 'task', state: 'failed' });
    expect(verdict.cause?.task).not.toBe(earlier?.kind === 'task' ? earlier.taskId : '');
  });

  it('that held has held, whatever an earlier update of the stack came to', () => {
    expect(judged('watched-held-after-rollback')).toMatchObject({
      outcome: 'held',
      cause: null,
      services: { shop_app: 'held', shop_worker: 'no-op' },
    });
  });

  it('that changes a label alone is no rollback, though the update before it was one', () => {
    expect(judged('watched-label-only-after-rollback')).toMatchObject({ outcome: 'no-op', cause: null });
  });

  it('that somebody made to another service of the stack holds by that service', () => {
    expect(judged('watched-somebody-else')).toMatchObject({
      outcome: 'held',
      services: { shop_app: 'no-op', shop_worker: 'held' },
    });
  });

  it("of which nobody says the stamp is meant has no drift; with the wrong stamp it is the deployer's", () => {
    expect(judged('watched-held-after-rollback')).toMatchObject({ drift: null, stamps: { intended: null } });
    expect(
      judgeUpgrade({ ...shop, intendedStamp: 'abcdef01' }, linesOf('watched-held-after-rollback')),
    ).toMatchObject({
      outcome: 'never-applied',
      drift: true,
      component: 'deployer',
      cause: { kind: 'wrong-stamp' },
    });
  });

  it('is inconclusive when its journal has no end, or its update was never seen', () => {
    const lines = linesOf('watched-held-after-rollback');
    expect(judgeUpgrade(shop, lines.slice(0, -1)).outcome).toBe('inconclusive');
    const cut = lines
      .filter((line) => line.kind !== 'deploy')
      .map((line, index) => ({ ...line, seq: index + 1 }));
    expect(judgeUpgrade(shop, cut)).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringContaining('no update of the stack was seen') as string,
    });
  });
});

it('an upgrade of a trial of the lab is judged by its stack alone', () => {
  const lines = linesOf('rolled-back-exit');
  const stack = lines.flatMap((line) => (line.kind === 'deploy' ? [line.stack] : []))[0] ?? '';
  expect(judgeUpgrade({ stack, service: 'app' }, lines)).toMatchObject({
    outcome: 'rolled-back',
    cause: { kind: 'exit' },
  });
});

describe('a command that failed although what it put holds', () => {
  const failed = (name: string): readonly Evidence[] =>
    linesOf(name).map((line) =>
      line.kind === 'deploy' && line.mark === 'end'
        ? { ...line, exitCode: 1, failure: 'check: no answer in 30 s' }
        : line,
    );

  it('has held where it wrote to every service: a check at its end may have failed it', () => {
    const verdict = judgeUpgrade(shop, failed('watched-held-after-rollback'));
    expect(verdict).toMatchObject({
      outcome: 'held',
      cause: null,
      reason: expect.stringContaining(
        'although the command ended with exit code 1: check: no answer in 30 s',
      ) as string,
    });
  });

  it('tells nothing where it left a service alone: it may have died before', () => {
    const verdict = judgeUpgrade(shop, failed('watched-somebody-else'));
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      cause: null,
      reason: expect.stringContaining('whether it was to change shop_app too is not known') as string,
    });
  });
});

describe('an upgrade of a stack that did not run before', () => {
  const name = 'watched-rolled-back-again';
  const begin = linesOf(name).find((line) => line.kind === 'deploy')?.seq ?? 0;
  /** Each task that ran before the command, as another state than running. */
  const whereTheyAre = (
    state: string,
    more: Partial<Extract<Evidence, { kind: 'task' }>> = {},
  ): readonly Evidence[] => {
    const ran = new Set(
      linesOf(name).flatMap((line) =>
        line.kind === 'task' && line.seq < begin && line.state === 'running' ? [line.taskId] : [],
      ),
    );
    return linesOf(name).map((line) =>
      line.kind === 'task' && ran.has(line.taskId) ? { ...line, state, ...more } : line,
    );
  };

  it('says so, and that what swarm put back is what had been broken', () => {
    expect(judgeUpgrade(shop, whereTheyAre('failed', { desired: 'shutdown' })).reason).toContain(
      'already before the command, the version of shop_app that stood then did not run, and that version is ' +
        'what stands again',
    );
    expect(judgeUpgrade(shop, whereTheyAre('starting')).reason).toContain('already before the command');
  });

  it('says nothing of one that ran, whatever of an earlier head had died', () => {
    for (const journal of [name, 'watched-held-after-rollback', 'watched-somebody-else'])
      expect(judged(journal).reason).not.toContain('already before');
  });

  it('tells one that runs, and was restarted again and again just before', () => {
    const lines = whereTheyAre('running');
    const old = lines.find((line) => line.kind === 'task' && line.seq < begin && line.state === 'running');
    const wall = linesOf(name).find((line) => line.kind === 'deploy')?.wall ?? '';
    const dead = ['a', 'b'].map((taskId, index): readonly Evidence[] =>
      old?.kind === 'task'
        ? [
            {
              ...old,
              taskId,
              state: 'failed',
              desired: 'shutdown',
              statusAt: wall,
              seq: old.seq + index / 10,
            },
          ]
        : [],
    );
    const looping = [...lines, ...dead.flat()].sort((a, b) => a.seq - b.seq);
    const numbered = looping.map((line, index) => ({ ...line, seq: index + 1 }));
    expect(judgeUpgrade(shop, numbered).reason).toContain(
      'stood then ended again and again: 2 of its tasks in the minute before',
    );
  });

  it('is nothing that a trial says, whose base had to stand', () => {
    const lines = linesOf('rolled-back-exit');
    const stack = lines.flatMap((line) => (line.kind === 'deploy' ? [line.stack] : []))[0] ?? '';
    expect(judgeUpgrade({ stack, service: 'app' }, lines).reason).not.toContain('already before');
  });
});
