import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { SpecView } from '../../src/evidence/fact.js';
import { explainTrial } from '../../src/report/story/story.js';
import type { RunVerdict, SideVerdict, Verdict } from '../../src/verdict/verdict.js';
import { makeCause, makeRun } from '../statistics/made-campaign.js';
import {
  app,
  B,
  baseStamp,
  H,
  headStamp,
  journal,
  trialSpec,
  view,
  X,
  type Journal,
} from '../verdict/constructed-journal.js';
import { judged } from '../verdict/judged.js';
import { sentencesOf } from './told.js';

/** The story with a verdict that says no more than that it held, unless it is told otherwise. */
function told(lines: Journal | readonly Evidence[], run: RunVerdict = makeRun('held')): readonly string[] {
  const verdict: Verdict = { format: 1, trial: '001', arm: 'start-first', end: 'completed', runs: [run] };
  return sentencesOf(explainTrial(trialSpec(), 'lines' in lines ? lines.lines : lines, verdict));
}

function places(sentences: readonly string[], ...starts: readonly string[]): readonly number[] {
  return starts.map((start) => sentences.findIndex((sentence) => sentence.startsWith(start)));
}

describe('a deployer that waits', () => {
  const waiting = journal()
    .base()
    .at(4000)
    .tree('upgrade', 'x')
    .deploy('upgrade', 'begin')
    .spec(H, B)
    .updating()
    .task('h1', 'starting')
    .at(6000)
    .exited('h1', 1, 'starting')
    .rollsBack('h1')
    .at(9000)
    .deploy('upgrade', 'end', { exitCode: 1, failure: 'deploy timed out' });

  it('that fails is told at its end, and that its spec was put where that happened', () => {
    const sentences = told(waiting);
    const found = places(
      sentences,
      "the head's spec is put",
      'new task h1 failed',
      'swarm rolls back',
      'head deploy failed with exit code 1: deploy timed out',
    );
    expect(found).not.toContain(-1);
    expect([...found].sort((a, b) => a - b)).toEqual(found);
  });

  it('that ends well has its end in a line of its own, and one that does not wait has none', () => {
    const well = journal()
      .base()
      .at(4000)
      .deploy('upgrade', 'begin')
      .spec(H, B)
      .updating()
      .serves('h1')
      .completed(8000)
      .at(9000)
      .deploy('upgrade', 'end');
    const found = places(
      told(well),
      'head deployed',
      'new task h1 healthy',
      'swarm says the update completed',
      'head deploy ends well, 5.0 s after it began',
    );
    expect(found).not.toContain(-1);
    expect([...found].sort((a, b) => a - b)).toEqual(found);
    expect(told(journal().base().upgrade().updating()).join('\n')).not.toContain('ends well');
  });
});

describe('one death', () => {
  const starting = (): Journal =>
    journal().base().upgrade().updating().task('h1', 'starting').container('h1', 'start').at(5000);

  it('by a failed health check is not one of its own accord, whatever swarm makes of it', () => {
    const ill = starting()
      .container('h1', 'health', { health: 'unhealthy' })
      .at(7000)
      .container('h1', 'kill', { signal: '15' })
      .exited('h1', 0, 'finished');
    expect(told(ill).filter((text) => text.includes('h1'))).toEqual([
      'new task h1 failed its health check 2.0 s before, so the engine stopped it: it ended with exit code 0',
    ]);
  });

  it('with 0 and no failed check before is', () => {
    expect(told(starting().exited('h1', 0, 'finished'))).toContain(
      'new task h1 ended by itself with exit code 0',
    );
  });

  it('that swarm asked for is a stop, also where swarm calls the task failed for what it could not clean up', () => {
    const asked = starting()
      .serves('h1')
      .task('b1', 'running', { desired: 'shutdown' })
      .container('b1', 'kill', { signal: '15' })
      .container('b1', 'die', { exitCode: 0 })
      .task('b1', 'failed', {
        desired: 'shutdown',
        err: 'error while removing network: unknown network x',
        exitCode: 0,
      });
    expect(told(asked).filter((text) => text.includes('b1'))).toEqual(['old task b1 stopped']);
  });

  it('that came before swarm asked is none', () => {
    const before = starting()
      .serves('h1')
      .container('b1', 'die', { exitCode: 3 })
      .task('b1', 'running', { desired: 'shutdown' })
      .task('b1', 'failed', { desired: 'shutdown', err: 'task: non-zero exit (3)', exitCode: 3 });
    expect(told(before)).toContain('old task b1 failed: non-zero exit (3)');
  });

  it("by a signal through the engine names a client only where the engine's log has its call", () => {
    const killed = starting().container('h1', 'kill', { signal: '9' }).exited('h1', 137);
    expect(told(killed)).toContain(
      'new task h1 got signal 9 through the engine and ended with exit code 137',
    );
    const called = starting()
      .fact({
        kind: 'daemon-log',
        about: 'container-kill',
        serviceId: null,
        taskId: null,
        containerId: 'c-h1',
        version: null,
        line: '',
      })
      .container('h1', 'kill', { signal: '9' })
      .exited('h1', 137);
    expect(told(called)).toContain(
      'new task h1 got signal 9 through the engine, as a client asked, and ended with exit code 137',
    );
  });

  it('while events were lost is not said to be of its own accord', () => {
    const gap = (mark: 'begin' | 'end') =>
      ({ kind: 'gap', source: 'events', mark, unseenMs: 0, reason: 'broke' }) as const;
    const lost = starting().fact(gap('begin')).at(6000).fact(gap('end')).exited('h1', 143).lines;
    const text = told(lost).find((sentence) => sentence.includes('task h1')) ?? '';
    expect(text).toContain('ended with exit code 143');
    expect(text).not.toContain('by itself');
  });

  it("of a child that the kernel killed leaves the task's own end as it was", () => {
    const child = starting().kernelOom('h1').at(6000).exited('h1', 7);
    expect(told(child)).toEqual(
      expect.arrayContaining([
        'the kernel killed a process at 261 MiB in new task h1',
        'new task h1 failed: non-zero exit (7)',
      ]),
    );
    expect(told(child).join('\n')).not.toContain('killed by the kernel');
  });
});

describe('who wrote to the service', () => {
  it("the head itself is nobody's foreign spec, and another one is", () => {
    const plain = journal().base().upgrade().updating().serves('h1').completed();
    expect(told(plain).filter((text) => /spec was put/.test(text))).toEqual([]);
    expect(told(plain.at(13_000).spec(X, H))).toContain('another spec was put over it');
    expect(
      told(journal().base().upgrade().updating().serves('h1').completed().at(13_000).spec(B, H)),
    ).toContain("the base's spec was put back");
  });

  it("the same spec again during the update takes swarm's way back, and after it only the state", () => {
    const again = journal().base().upgrade().updating().at(5000).spec(H, H);
    expect(told(again)).toContain(
      'the same spec was put again: swarm forgets the state of its update, and can no longer roll back',
    );
    const after = journal().base().upgrade().updating().serves('h1').completed().at(13_000).spec(H, H);
    expect(told(after)).toContain('the same spec was put again: swarm forgets the state of its update');
  });

  it('what another client put while the deployer was at work is not said to be the base put back', () => {
    const sentences = told(
      journal()
        .base()
        .at(4000)
        .tree('upgrade', H.stamp ?? '')
        .deploy('upgrade', 'begin')
        .at(4100)
        .spec(X, B)
        .at(4200)
        .spec(H, X)
        .deploy('upgrade', 'end')
        .updating(H, X),
    );
    expect(sentences).toContain('another client put this over the base');
    expect(sentences).not.toContain("the base's spec was put back");
  });

  it("a completed over the base's spec is not the head's", () => {
    const back = journal()
      .base()
      .upgrade()
      .updating()
      .task('h1', 'starting')
      .at(6000)
      .exited('h1', 1, 'starting')
      .rollsBack('h1')
      .at(9000)
      .spec(B, null, { state: 'completed', message: 'update completed' });
    expect(told(back)).toContain("swarm says completed, over the base's spec: old task still running");
    expect(told(back).join('\n')).not.toContain('swarm says the update completed');
  });

  it("a task that a third version made is neither the head's nor the base's", () => {
    const third = journal().base().upgrade().updating().serves('h1').at(13_000).spec(X, H).serves('x1');
    expect(told(third)).toContain("another version's task x1 healthy");
    expect(told(third)).toContain('new task h1 healthy');
  });
});

describe('who runs at a moment', () => {
  it(
    'is told by the tasks at that moment: a head that died just before does not run, one that dies ' +
      'just after does',
    () => {
      const died = (ms: number): Journal =>
        journal()
          .base()
          .upgrade()
          .updating()
          .serves('h1')
          .stopped('b1')
          .at(ms)
          .exited('h1', 1)
          .at(7000)
          .spec(B, null, { state: 'rollback_completed', message: 'rollback completed' })
          .at(8000);
      expect(told(died(6500))).toContain('rollback_completed, no task running');
      const lines = journal()
        .base()
        .upgrade()
        .updating()
        .serves('h1')
        .stopped('b1')
        .at(7000)
        .spec(B, null, { state: 'rollback_completed', message: 'rollback completed' })
        .at(7500)
        .exited('h1', 1);
      expect(told(lines)).toContain('rollback_completed, head task still running');
    },
  );
});

describe('the settings of a rollback', () => {
  const config = { ...B.updateConfig, order: 'start-first', monitorMs: 2000 } as const;
  const back = (spec: SpecView, old: (lines: Journal) => Journal): Journal =>
    old(journal().base(spec).upgrade(H, spec).updating(H, spec).serves('h1'))
      .at(6000)
      .exited('h1', 1)
      .at(6050)
      .spec(spec, null, {
        state: 'rollback_started',
        message: 'update rolled back due to failure or early termination of task h1',
      });

  it('are told where they are set and there was a task to make again, and only there', () => {
    const set = view('B', { rollbackConfig: config });
    const gone = (lines: Journal): Journal => lines.stopped('b1');
    const sentence = 'swarm rolls back (rollback_config: start-first, monitor 2 s)';
    expect(told(back(set, gone).at(7000).serves('b2'))).toContain(sentence);
    expect(told(back(set, (lines) => lines))).toContain('swarm rolls back');
    expect(told(back(B, gone).at(7000).serves('b2'))).toContain('swarm rolls back');
  });
});

describe('a task that waits', () => {
  const waits = (ms: number): Journal =>
    journal()
      .base()
      .upgrade()
      .updating()
      .task('h1', 'pending', { err: 'no suitable node (insufficient resources on 1 node)' })
      .at(4020 + ms)
      .task('h1', 'starting', { err: '' });

  it("is told with swarm's reason when it waits for a while, and not for a moment", () => {
    expect(told(waits(3000))).toContain(
      'new task h1 waits: no node takes it (insufficient resources on 1 node)',
    );
    expect(told(waits(200)).join('\n')).not.toContain('waits');
  });

  it('for swarm to give it an address says so, and not where that takes a moment', () => {
    const unallocated = (ms: number): readonly string[] =>
      told(
        journal()
          .base()
          .upgrade()
          .updating()
          .task('h1', 'new')
          .at(4020 + ms)
          .task('h1', ms > 1000 ? 'new' : 'starting')
          .phase('observe', 'end'),
      );
    expect(unallocated(20_000)).toEqual(
      expect.arrayContaining([
        'new task h1 waits: swarm has not given it addresses and ports',
        'slot 1 at the end: old runs, new waits: swarm has not given it addresses and ports',
      ]),
    );
    expect(unallocated(200).join('\n')).not.toContain('waits');
  });

  it('in another state than pending waits too, with its own error', () => {
    const pulling = journal()
      .base()
      .upgrade()
      .updating()
      .task('h1', 'preparing', { err: 'pull access denied' })
      .at(20_000)
      .phase('observe', 'end');
    expect(told(pulling)).toEqual(
      expect.arrayContaining([
        'new task h1 waits: pull access denied',
        'slot 1 at the end: old runs, new waits: pull access denied',
      ]),
    );
  });
});

describe('the end of a story', () => {
  const worker: SideVerdict = {
    service: 'disc-1a2b3c_worker',
    counted: true,
    outcome: 'rolled-back',
    reason: 'swarm rolled it back',
    component: 'app',
    failedLater: null,
    cause: makeCause({ kind: 'exit', detail: 'it exited by itself with 5', evidence: [7, 9] }),
  };

  it('has a line for each side service that did not hold, and none for one that did', () => {
    const sides = [worker, { ...worker, service: 'disc-1a2b3c_db', outcome: 'held', cause: null }] as const;
    const ending = told(journal().base().upgrade(), makeRun('mixed', { sides }));
    expect(ending).toContain(
      'worker: rolled-back: swarm rolled it back; cause: it exited by itself with 5 (lines 7, 9)',
    );
    expect(ending.filter((text) => text.startsWith('db: '))).toEqual([]);
  });

  it("says that an outage is still open, by the report's clock and by the story's own", () => {
    const ending = told(journal().base().upgrade(), makeRun('paused', { downFromMs: 9100, outageMs: null }));
    expect(ending).toContain(
      'down from 9.1 s after the record began on (8.10 s above), still down at the end',
    );
    expect(told(journal().base().upgrade()).join('\n')).not.toContain('still down');
  });

  it.each([
    ['after-completed', 'a task of the head died when its update had completed'],
    ['tolerated', 'a task of the head died during its update, and swarm let that pass'],
    ['unmonitored', 'a task of the head died in a slot that the update does not watch'],
  ] as const)('says how a death escaped the monitor: %s', (failedLater, words) => {
    expect(told(journal().base().upgrade(), makeRun('failed-later', { failedLater }))).toContain(
      `failed-later (${words}): it was failed-later.`,
    );
  });

  it(
    'says nothing of slots where the head runs in all of them, nor where a change left the old tasks ' +
      'as they are',
    () => {
      const slots = (lines: Journal): readonly string[] =>
        told(lines).filter((text) => text.includes('at the end'));
      expect(slots(journal().base().upgrade().updating().serves('h1').stopped('b1').completed())).toEqual([]);
      expect(
        slots(
          journal()
            .base()
            .upgrade(view('H', { taskHash: B.taskHash, templateHash: B.templateHash })),
        ),
      ).toEqual([]);
      expect(slots(journal().base().upgrade().updating())).toEqual(['slot 1 at the end: old runs']);
    },
  );

  it('tells of services that a task was seen of and no spec was', () => {
    expect(
      told(
        journal()
          .base()
          .upgrade()
          .task('s1', 'failed', { service: app.replace('app', 'job'), err: 'task: non-zero exit (2)' }),
      ),
    ).toContain('job: new task s1 failed: non-zero exit (2)');
  });
});

describe('a head that could not be deployed', () => {
  it('is not called as intended, though it is not counted as drift', () => {
    const refused = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .deploy('upgrade', 'end', { exitCode: 1, stamp: null, failure: 'no service "app"' })
      .end(baseStamp);
    expect(told(refused, judged(refused.lines)).join('\n')).toContain(
      `intended ${headStamp}: not as intended, but a deploy that could not work is not counted as drift`,
    );
  });
});
