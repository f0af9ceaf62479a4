import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import { plainPaint } from '../../src/report/paint.js';
import { linesInWords } from '../../src/report/story/moment.js';
import { formatStory } from '../../src/report/story/story-terminal.js';
import { explainTrial } from '../../src/report/story/story.js';
import type { RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { makeCause, makeRun, rolledBack } from '../statistics/made-campaign.js';
import {
  base,
  baseFacts,
  container,
  deploy,
  head,
  headFacts,
  killed,
  recorded,
  service,
  spec,
  task,
  trial,
  worktree,
} from './made-evidence.js';

function verdictOf(...runs: readonly RunVerdict[]): Verdict {
  return { format: 1, trial: '001', arm: 'start-first', end: 'completed', runs };
}

function told(evidence: readonly Evidence[], run: RunVerdict, width = 120): string {
  return formatStory(explainTrial(trial, evidence, verdictOf(run)), { width, paint: plainPaint });
}

function texts(evidence: readonly Evidence[], run: RunVerdict): readonly string[] {
  return explainTrial(trial, evidence, verdictOf(run)).moments.map((moment) => moment.text);
}

const case1 = {
  ...rolledBack,
  reason: 'swarm put the base back after the new task failed.',
  cause: makeCause({ task: '9xk2bbbb', evidence: [22, 23, 24, 25] }),
};

describe('the story of a trial', () => {
  it('goes from stamp to kill to rollback to readback', () => {
    expect(told(killed, case1)).toBe(`trial 001 · start-first · rolled-back · oom-kill of the new task
   0.00  base 0.7.0+3.3.1 deployed                                  spec eb96de94+U
   3.51  base healthy
   3.70  memory load: asked 112 MiB, held 112 MiB                   envelope 249 of 448 MiB
   3.80  head deployed: git says 7ae7b0f7+U, so does the deployer   spec 7ae7b0f7+U   updating
   4.00  naive check: healthy (the old task answers)
   6.12  new task 9xk2… killed by the kernel at 261 MiB             lines 22-25
   6.15  swarm rolls back                                           spec eb96de94+U   rollback_started
  11.17  rollback_completed, old task still running                 spec eb96de94+U   rollback_completed
  11.40  readback eb96de94+U, intended 7ae7b0f7+U: drift. The naive check would have said "re-checkout failed: the label
         names the base".
rolled-back: swarm put the base back after the new task failed.
cause: the new task was killed by the kernel at 261 MiB (lines 22-25)
slot 1 at the end: old runs, new died once: killed for memory
line, lines: of evidence.jsonl, the record of the trial
+U: the tree held more than its commit when it was deployed, such as an overlay of the scenario
naive check: what a script would have said that waits for health and then compares the version label; "re-checkout
failed" is its guess that the wrong version was checked out
`);
  });

  it('fits a narrow terminal', () => {
    const lines = told(killed, case1, 60).split('\n');
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });

  it('does not depend on the order in which the lines are handed in', () => {
    expect(told([...killed].reverse(), case1)).toBe(told(killed, case1));
  });

  it('tells of an upgrade that held: the new task comes up, the old one is stopped', () => {
    const evidence = recorded([
      ...baseFacts,
      ...headFacts,
      [5000, task('new1bbbb', 'new', 'starting')],
      [7000, container('new1bbbb', 'health', { health: 'healthy' })],
      [7010, task('new1bbbb', 'new', 'running')],
      [7500, task('old1aaaa', 'old', 'shutdown', { desired: 'shutdown' })],
      [12_000, spec(head, 'completed')],
      [12_300, { kind: 'readback', run: 'r1', service, found: true, stamp: '7ae7b0f7+U' }],
    ]);
    expect(texts(evidence, makeRun('held')).slice(4)).toEqual([
      'new task new1… healthy',
      'old task old1… stopped',
      'swarm says the update completed',
      'readback 7ae7b0f7+U, intended 7ae7b0f7+U: no drift.',
    ]);
  });

  it('says when tree and deployer are not of one mind with git', () => {
    const evidence = recorded([
      ...baseFacts,
      [4660, worktree('upgrade', { treeStamp: 'eb96de94+U' })],
      [4670, deploy('upgrade', 'begin')],
      [4720, deploy('upgrade', 'end', { stamp: 'eb96de94+U' })],
    ]);
    expect(texts(evidence, makeRun('never-applied')).slice(2)).toEqual([
      'the tree is not what was asked for: it gives eb96de94+U, git says 7ae7b0f7+U',
      'head deployed: git says 7ae7b0f7+U, the deployer says eb96de94+U',
    ]);
  });

  it(
    'does not call the tree wrong before a base deploy that checks its version out itself, and does ' +
      'when it stays wrong',
    () => {
      const look = worktree('base', { treeStamp: '7ae7b0f7' });
      const deployed = (after: string): readonly string[] =>
        texts(
          recorded([
            [150, look],
            [200, deploy('base', 'begin')],
            [300, deploy('base', 'end')],
            [310, worktree('base', { treeStamp: after })],
          ]),
          makeRun('base-failed'),
        );
      expect(deployed('eb96de94+U').join()).not.toContain('the tree is not');
      expect(deployed('0123abcd').join()).toContain(
        'the tree is not what was asked for: it gives 0123abcd, git says eb96de94+U',
      );
    },
  );

  it('tells of a deploy that failed, and of one whose end is not on record', () => {
    const failed = recorded([
      [200, deploy('base', 'begin')],
      [300, deploy('base', 'end', { exitCode: 1, failure: 'no such network\nmore' })],
    ]);
    expect(texts(failed, makeRun('base-failed'))).toEqual([
      'base deploy failed with exit code 1: no such network',
    ]);
    const cut = recorded([[200, deploy('base', 'begin')]]);
    expect(texts(cut, makeRun('inconclusive'))).toEqual(['base deploy began; its end is not on record']);
  });

  it('tells who ended, how, and what stood in its place', () => {
    const evidence = recorded([
      ...baseFacts,
      ...headFacts,
      [5000, task('new1bbbb', 'new', 'running')],
      [5500, task('old1aaaa', 'old', 'shutdown', { desired: 'shutdown' })],
      [6000, task('new1bbbb', 'new', 'failed', { err: 'task: non-zero exit (1)', exitCode: 1 })],
      [6010, spec(base, 'rollback_started')],
      [6500, task('res1cccc', 'old', 'running')],
      [6600, task('side1ddd', 'x', 'complete', { service: 'disc-000000_db', exitCode: 0 })],
      [9000, spec(base, 'rollback_completed')],
    ]);
    expect(texts(evidence, rolledBack).slice(4)).toEqual([
      'new task new1… running',
      'old task old1… stopped',
      'new task new1… failed: non-zero exit (1)',
      'swarm rolls back',
      'restored base task res1… running',
      'db: new task side… ended by itself with exit code 0',
      'rollback_completed, restored base task running',
    ]);
  });

  it('says that a task lived on when the kernel took only one of its processes', () => {
    const evidence = recorded([
      ...baseFacts,
      [
        5000,
        {
          kind: 'kernel-oom',
          containerId: 'c-old1aaaa',
          process: 'probe',
          pid: 7,
          rssBytes: 4 * 1024 ** 2,
          line: '',
        },
      ],
    ]);
    expect(texts(evidence, makeRun('held')).at(-1)).toBe(
      'the kernel killed a process at 4 MiB in old task old1…; the task lived on',
    );
  });

  it('counts the deaths that are too many to tell, and still tells the one that was the cause', () => {
    const deaths = Array.from(
      { length: 9 },
      (_, index) =>
        [
          5000 + index,
          task(`t${String(index)}`, 'new', 'failed', { err: 'task: non-zero exit (1)' }),
        ] as const,
    );
    const moments = texts(
      recorded([...baseFacts, ...headFacts, ...deaths]),
      makeRun('unsettled', { cause: makeCause({ task: 't7' }) }),
    );
    expect(moments.filter((text) => text.includes('failed'))).toHaveLength(5);
    expect(moments).toContain('new task t7 failed: non-zero exit (1)');
    expect(moments.at(-1)).toBe('4 more tasks ended by themselves by now');
  });

  it('tells of a missed dose, a load that died, a gap and a fault, with their lines', () => {
    const load = {
      kind: 'load',
      index: 0,
      injector: 'memory',
      unit: 'bytes',
      target: 112 * 1024 ** 2,
      achieved: null,
      note: null,
    } as const;
    const evidence = recorded([
      ...baseFacts,
      [4600, { ...load, event: 'started' }],
      [4700, { ...load, event: 'died', note: 'exit 137' }],
      [4800, { kind: 'gap', source: 'events', mark: 'begin', unseenMs: 0, reason: 'stream broke' }],
      [4900, { kind: 'fault', phase: 'upgrade', code: 'dose', message: 'the load died' }],
    ]);
    const run = makeRun('inconclusive', {
      dose: [
        {
          index: 0,
          injector: 'memory',
          unit: 'bytes',
          target: 112 * 1024 ** 2,
          achieved: 80 * 1024 ** 2,
          met: false,
          reason: 'short',
          lateMs: null,
          fromMs: null,
          toMs: null,
          stress: null,
        },
      ],
    });
    expect(told(evidence, run).split('\n').slice(3, 7)).toEqual([
      '   3.70  memory load: asked 112 MiB, held 80 MiB, which misses the dose   line 10',
      '   3.80  memory load died: exit 137                                       line 11',
      '   3.90  events cannot see: stream broke                                  line 12',
      '   4.00  fault of the lab in phase upgrade: the load died                 line 13',
    ]);
  });

  it('tells the runs of a trial apart', () => {
    const spec2 = {
      ...trial,
      runs: [...trial.runs, { run: 'r2', stack: 'disc-000001', domain: 'd', startAfterMs: 0 }],
    };
    const story = explainTrial(
      spec2,
      recorded([...baseFacts, [5000, deploy('base', 'end', { run: 'r2' })]]),
      verdictOf(makeRun('held'), makeRun('held', { run: 'r2' })),
    );
    expect(story.heading).toEqual(['r1 held', 'r2 held']);
    expect(story.moments.map((moment) => moment.text)).toEqual([
      'r1: base 0.7.0+3.3.1 deployed',
      'r1: base healthy',
      'r2: base 0.7.0+3.3.1 deployed',
    ]);
  });

  it('says so when nothing is on record', () => {
    expect(told([], makeRun('inconclusive', { reason: 'no evidence.' }))).toBe(
      'trial 001 · start-first · inconclusive\n  nothing of it is on record\ninconclusive: no evidence.\n',
    );
  });
});

describe('evidence lines', () => {
  it('are named as spans', () => {
    expect([linesInWords([7]), linesInWords([121, 118, 119, 120]), linesInWords([1, 3, 4])]).toEqual([
      'line 7',
      'lines 118-121',
      'lines 1, 3-4',
    ]);
  });
});
